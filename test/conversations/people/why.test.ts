import { describe, expect, test } from 'vitest';
import { GroupId } from '../../../src/core/model/ids.js';
import { clientNamed, root } from '../../harness.js';
import { runningForEach } from '../../running.js';

const running = runningForEach();

/** What a person is told, on a screen with nothing else on it. */
async function told(who: string, text: string): Promise<string> {
  const person = running.slack.as(who);
  await person.reload();
  const before = person.messages().length;
  await person.command(`/apiclient ${text}`, { channel: '#general' });
  const { messages } = await person.sees((seen) => seen.messages.length > before);
  return messages.at(-1)?.content.replace(/\nReference: \w+/, '') ?? '';
}

const grant = (who: string, users: string) => told('aiko', `access add ${who} ${users}`);

describe('why', () => {
  test('tells an admin by which right, and what even they may not', async () => {
    expect(await told('aiko', 'why create billing')).toContain(
      'Yes. You can create an API client (billing): you’re an owner or admin of this Slack workspace',
    );
    expect(await told('aiko', `why delete ${running.api.rootClient.id}`)).toContain(
      'The bot itself uses this API client to call Alphaus',
    );
  });

  test('tells a member whom to ask, and the holder of a grant who gave it', async () => {
    expect(await told('ben', 'why create billing')).toContain(
      'With an approval. You don’t have a grant for that, so you need an approval to create an API client (billing).',
    );
    await grant('@ben', 'billing');
    const granted = await told('ben', 'why create billing');
    expect(granted).toContain('you have a grant, given by @Aiko Tanaka');
    expect(await told('ben', 'why create analytics')).toContain('With an approval.');
    await grant('@data-team', 'analytics');
    expect(await told('ben', 'why create analytics')).toContain('through @data-team, given by @Aiko Tanaka');
  });

  test('tells no more of a client out of sight than of one that never was', async () => {
    await told('aiko', 'create theirs --user billing --purpose exports');
    await running.slack.as('aiko').seesMessage('API client created');
    const { id } = clientNamed(running.api, 'theirs');
    const absent = id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    expect(await told('ben', `why delete ${id}`)).toBe(await told('ben', `why delete ${absent}`));
    expect(await told('aiko', `why delete ${id}`)).toContain('Yes.');
  });

  test('without an act tells all of them', async () => {
    const all = await told('ben', 'why');
    for (const words of ['request an API client', 'No. You can’t set up this app']) {
      expect(all).toContain(words);
    }
    // What they cannot do stands first, and what has the same reason in one line.
    const answers = all.split('\n').slice(1);
    expect(answers.map((line) => /^(No|With an approval|Yes)\. /.exec(line)?.[1])).toEqual([
      'No',
      'No',
      'With an approval',
      'Yes',
      'Yes',
    ]);
    expect(answers[0]).toMatch(
      /Only admins can do this. Ask @Aiko.* or another admin of this workspace to do it/,
    );
  });

  test('says truly what an approver sees, and what the holder of a grant', async () => {
    await running.changePolicy({ approvers: { people: [], groups: [GroupId.parse('S0APPROVERS')] } });
    await grant('@platform', 'billing');
    for (const who of ['ben', 'daniel']) {
      expect(await told(who, 'why')).toContain(
        'Yes. You can request an API client, list API clients, see an API client: every full member of this workspace can do this. Admins and approvers see all API clients; everyone else sees those that they or their teams own, and those under the Alphaus users that they have a grant for.',
      );
    }
  });

  test('of what it does not know says what it knows', async () => {
    expect(await told('ben', 'why frobnicate')).toContain('Unknown action frobnicate');
    expect(await told('ben', 'why create nobody@example.com')).toContain('no Alphaus user');
    expect(await told('gus', 'why create')).toContain('Guests can’t use API clients');
  });
});

describe('who-can', () => {
  test('names people to an admin, by the right that they have', async () => {
    await grant('@ben', 'billing');
    const all = await told('aiko', 'who-can create billing');
    expect(all).toContain('Who can create an API client (billing):');
    expect(all).toContain('Owners and admins of this Slack workspace: @Aiko Tanaka.');
    expect(all).toContain('People with a grant: @Ben Ortiz.');
    expect(all).toContain('@Ben Ortiz, with a grant for billing, given by @Aiko Tanaka');
    expect(all).toContain('Every other full member, with an approval');
  });

  test('tells an admin of five grants, and how many more there are', async () => {
    for (const who of ['@aiko', '@ben', '@chloe', '@daniel', '@data-team', '@platform', '@platform-admins']) {
      await grant(who, 'billing');
    }
    const all = await told('aiko', 'who-can create billing');
    expect(all.match(/with a grant for billing/g)).toHaveLength(5);
    expect(all).toMatch(/And \d+ more grants?: \/apiclient access shows all of them\./);
  });

  test('tells a member the same whether there are grants or not', async () => {
    const before = await told('chloe', 'who-can create billing');
    await grant('@ben', 'billing');
    expect(await told('chloe', 'who-can create billing')).toBe(before);
    expect(before).toContain('People with a grant.');
    expect(before).not.toContain('Ben Ortiz');
    expect(await told('chloe', 'who-can setup')).toContain('Aiko Tanaka');
  });

  test('without an act says what it knows', async () => {
    expect(await told('aiko', 'who-can')).toContain(
      'Choose an action: setup, access, doctor, audit, review, request, list, show, create, delete, rotate, extend, claim, transfer.',
    );
    expect(await told('aiko', `who-can list ${root}`)).toContain('Owners and admins');
  });
});
