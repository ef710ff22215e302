import { afterEach, beforeEach, expect, test } from 'vitest';
import { guarded } from '../../src/storage/backends/guarded-backend.js';
import { forEveryWorkspace, type Running, start } from '../harness.js';
import { breakable, type StoreState } from '../storage/backends/breakable-backend.js';
import { Browser, connectAs } from './installing.js';

let running: Running;
let store: StoreState;
beforeEach(async () => {
  store = 'up';
  running = await start({
    ...forEveryWorkspace,
    runtime: {
      wrapBackend: (backend) =>
        guarded(
          breakable(backend, () => store),
          400,
        ),
    },
  });
  await new Browser(running).install({ target: 'T0SANDBOX', as: 'aiko' });
  await connectAs(running, running.slack.as('aiko'), 'root@sandbox.example');
});
afterEach(async () => {
  store = 'up';
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

const EITHER = /can’t reach its storage[\s\S]*Reference: (\w{8})[\s\S]*問い合わせ番号：(\w{8})/;

/** In both languages, since nobody can say whose it is; the log has the reference, too. */
function expectInBoth(said: string): void {
  const [, english, japanese] = EITHER.exec(said) ?? expect.fail(said);
  expect(japanese).toBe(english);
  expect(running.log()).toContain(`"reference":"${english ?? ''}"`);
}

test('a command, a button and a form are answered while the store is away', async () => {
  const aiko = running.slack.as('aiko');
  await aiko.command('/apiclient list', { channel: '#general' });
  const list = await aiko.seesMessage('Filter');
  await aiko.command('/apiclient create nightly', { channel: '#general' });
  await aiko.sees(({ modal }) => modal !== undefined && 'Purpose' in modal.fields);
  await aiko.choose('Alphaus user', 'billing');
  await aiko.fill('Purpose', 'exports');
  // Another process, which knows of no workspace yet.
  await running.restart();
  store = 'refusing';
  await aiko.submit();
  const { modal } = await aiko.sees((seen) => Object.keys(seen.modal?.errors ?? {}).length > 0);
  expectInBoth(Object.values(modal?.errors ?? {}).join());
  expect(modal?.fields).toMatchObject({ Purpose: 'exports' });
  await aiko.closeModal();
  const before = aiko.messages('#general').length;
  await aiko.press('Refresh', { in: list });
  await aiko.sees(() => aiko.messages('#general').length === before + 1);
  expectInBoth(aiko.messages('#general').at(-1)?.content ?? '');
  await aiko.command('/apiclient list', { channel: '#general' });
  await aiko.sees(() => aiko.messages('#general').length === before + 2);
  expectInBoth(aiko.messages('#general').at(-1)?.content ?? '');
});
