import { expect, test } from 'vitest';
import { clientNamed } from '../../harness.js';
import { runningForEach } from '../../running.js';

const subusers = Array.from({ length: 150 }, (_, index) => `team-${String(index).padStart(3, '0')}`);
const running = runningForEach({ api: { accounts: [{ root: 'root@sandbox.example', subusers }] } });

test('of more Alphaus users than a list can hold, the one that is wanted is found by typing', async () => {
  const aiko = running.slack.as('aiko');
  await aiko.command('/apiclient create');
  await aiko.sees(({ modal }) => modal !== undefined && 'Name' in modal.fields);
  const offered = await aiko.typeahead('Alphaus user', 'team-14');
  expect(offered.map(({ text }) => text)).toEqual(subusers.filter((name) => name.startsWith('team-14')));
  expect(await aiko.typeahead('Alphaus user', 'nobody of that name')).toEqual([]);
  await aiko.fill('Name', 'nightly');
  await aiko.choose('Alphaus user', 'team-149');
  await aiko.fill('Purpose', 'exports');
  await aiko.submit();
  await aiko.seesMessage('API client created');
  expect(clientNamed(running.api, 'nightly').user).toBe('team-149');
});
