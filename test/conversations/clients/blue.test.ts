import { expect, test } from 'vitest';
import { clientNamed, root, start, tokenStatus } from '../../harness.js';

test('over Blue API, an admin makes, lists and deletes clients of the caller, and is offered no other user', async () => {
  const running = await start({ environment: { ALPHAUS_API: 'blue' } });
  const { api, slack } = running;
  try {
    const aiko = slack.as('aiko');
    await aiko.command('/apiclient create');
    const { modal } = await aiko.sees((seen) => seen.modal !== undefined && 'Name' in seen.modal.fields);
    expect(modal?.fields['Alphaus user']).toBe(root);
    expect(modal?.content).toContain('This workspace is connected through Blue API');
    await expect(aiko.choose('Alphaus user', 'billing')).rejects.toThrow('not among the options');
    await aiko.closeModal();

    // One user only: nothing is missing without --user.
    await aiko.command('/apiclient create azure --purpose exports');
    await aiko.seesMessage('API client created');
    const made = clientNamed(api, 'azure');
    expect(await tokenStatus(api, made.id, made.secret)).toBe(200);
    await aiko.command('/apiclient list azure');
    await aiko.seesMessage('matching “azure”');
    await aiko.command(`/apiclient delete ${made.id}`);
    await aiko.seesModal('cannot be undone');
    await aiko.press('Delete');
    await aiko.reads('Deleted azure');
    expect(await tokenStatus(api, made.id, made.secret)).toBe(401);
    expect(slack.violations()).toEqual([]);
  } finally {
    await running.stop();
  }
});
