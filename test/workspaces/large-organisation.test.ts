import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GroupId, WorkspaceId } from '../../src/core/model/ids.js';
import { forEveryWorkspace, rulesIn, type Running, start, quickPace } from '../harness.js';
import { Browser, connectAs } from './installing.js';

const TEAMS = ['T2ORG', 'T3ORG', 'T4ORG', 'T5ORG', 'T6ORG', 'T7ORG', 'T8ORG', 'T9ORG'];

let running: Running;
let aheadMs: number;
beforeEach(async () => {
  aheadMs = 0;
  running = await start({
    ...forEveryWorkspace,
    slack: {
      ...forEveryWorkspace.slack,
      now: () => Date.now() + aheadMs,
      moreWorkspaces: ['T1ACME', ...TEAMS].map((id) => ({ id, name: id })),
      enterprise: { id: 'E0ORG', name: 'Org', workspaceIds: TEAMS },
    },
    runtime: { now: () => new Date(Date.now() + aheadMs), pace: { ...quickPace, requestsEveryMs: 60_000 } },
  });
  await new Browser(running).install({ target: 'E0ORG', as: 'aiko' });
  await connectAs(running, workspace('T2ORG').as('aiko'), 'root@sandbox.example');
});
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

const workspace = (id: string) => running.slack.workspace(id);

/** The group of a workspace that approves requests. */
async function approvedBy(group: string): Promise<void> {
  const rules = rulesIn(running.backend);
  await rules.change(WorkspaceId.parse('E0ORG'), (current) => ({
    ...current,
    policy: { ...current.policy, approvers: { people: [], groups: [GroupId.parse(group)] } },
  }));
}

/** Slack allows fewer of these calls in a span of time than the organisation has workspaces. */
const limit = (method: string) =>
  running.slack.fault({ method, kind: 'ratelimited', allowed: 5, retryAfterSeconds: 1, times: 1_000 });

async function request(name: string): Promise<void> {
  const ben = workspace('T2ORG').as('ben');
  await ben.command(`/apiclient request ${name} --user billing --purpose x`);
  await ben.seesMessage(new RegExp(`${name} was sent`), { timeoutMs: 8_000 });
}

const groupsAskedOf = () =>
  running.slack
    .calls()
    .filter(({ method }) => method === 'usergroups.list')
    .map(({ args }) => args['team_id']);

describe('an organisation with more workspaces than Slack allows calls in a minute', () => {
  test('sends a request to the user group that approves, wherever that is', async () => {
    await approvedBy(workspace('T9ORG').groupId('platform'));
    limit('usergroups.list');
    await request('nightly');
    await workspace('T9ORG')
      .as('daniel')
      .seesMessage(/requests nightly/);
  });

  test('sends a request to the Slack admins of each workspace', async () => {
    limit('users.list');
    limit('usergroups.list');
    await request('nightly');
    for (const id of TEAMS) {
      await workspace(id)
        .as('aiko')
        .seesMessage(/requests nightly/);
    }
  });

  test('asks for a group again only where it is, and sees at once who has left it', async () => {
    await approvedBy(workspace('T9ORG').groupId('platform'));
    await request('first');
    const before = groupsAskedOf().length;
    aheadMs += 6 * 60_000;
    workspace('T9ORG').changeGroup('platform', ['ben']);
    await running.settled();
    await request('second');
    await workspace('T9ORG')
      .as('ben')
      .seesMessage(/requests second/);
    expect(new Set(groupsAskedOf().slice(before))).toEqual(new Set(['T2ORG', 'T9ORG']));
    expect(
      workspace('T9ORG')
        .as('daniel')
        .messages()
        .filter(({ content }) => content.includes('second')),
    ).toEqual([]);
  });

  test('still finds a person’s own rights in facts of the last seconds', async () => {
    await approvedBy(workspace('T9ORG').groupId('platform'));
    await request('nightly');
    const daniel = workspace('T9ORG').as('daniel');
    await daniel.seesMessage(/requests nightly/);
    const fault = running.slack.fault({
      method: 'usergroups.list',
      kind: 'error',
      error: 'fatal_error',
      times: 1_000,
    });
    aheadMs += 16_000;
    await daniel.press('Approve');
    await daniel.seesMessage('user groups');
    fault.lift();
  });
});
