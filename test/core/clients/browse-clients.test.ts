import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import { browseClients } from '../../../src/core/clients/browse-clients.js';
import { connectedForAdmins, root } from '../connected.js';
import { aiko } from '../records.js';

let api: SandboxApi;
beforeEach(async () => {
  api = await startSandboxApi();
});
afterEach(() => api.stop());

/** How many there are of each: together more than a function can be given arguments. */
const MANY = 50_000;

test('a list is shown however many API clients there are', async () => {
  for (const user of [root, 'billing', 'analytics']) api.seed(user, MANY);
  const browsing = {
    user: undefined,
    mine: false,
    text: '',
    sort: 'newest' as const,
    page: 0,
    pageSize: 10,
    freshness: 'now' as const,
  };
  const { shown, total, away } = await browseClients(connectedForAdmins(api), { person: aiko, browsing });
  expect([shown.length, total, away]).toEqual([10, api.clients().length, []]);
});
