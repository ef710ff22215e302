import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PersonId } from '../../src/core/model/ids.js';
import { clientNamed, forEveryWorkspace, type Running, start, quickPace } from '../harness.js';
import { Browser, connectAs } from './installing.js';

let running: Running;
let aheadMs: number;
beforeEach(async () => {
  aheadMs = 0;
  const now = () => new Date(Date.now() + aheadMs);
  running = await start({
    ...forEveryWorkspace,
    runtime: { now, pace: { ...quickPace, requestsEveryMs: 200 } },
  });
  await new Browser(running).install({ target: 'E0ORG', as: 'aiko' });
});
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

const sales = () => running.slack.workspace('Org Sales');
const support = () => running.slack.workspace('Org Support');

/** What the bot has learned of the organisation is too old to be used. */
const later = (): void => {
  aheadMs += 16_000;
};

/** Connects the organisation in Sales, and lets Support's data team use an Alphaus user. */
async function connectAndGrant(): Promise<void> {
  const aiko = sales().as('aiko');
  await connectAs(running, aiko, 'root@sandbox.example');
  await aiko.command(`/apiclient access add <!subteam^${support().groupId('data-team')}|@data-team> billing`);
  await aiko.seesMessage('can now use billing');
}

describe('an organisation that has the app in several workspaces', () => {
  test('gives rights to the user groups of each, whichever of them an admin is in', async () => {
    await connectAndGrant();
    const chloe = support().as('chloe');
    await chloe.command('/apiclient create of-support --user billing --purpose x');
    await chloe.seesMessage('API client created');
    expect(clientNamed(running.api, 'of-support').user).toBe('billing');
    // Sales has a data team, too, but that is another group.
    const other = sales().as('chloe');
    await other.command('/apiclient create of-sales --user billing --purpose x');
    await other.seesMessage('was sent');
  });

  test('counts people of all of them, each once, and those of other companies not at all', async () => {
    const ben = sales().as('ben');
    support().admit(ben.id);
    sales().changePerson('ben', { isOrgAdmin: true });
    // Slack tells an organisation's app nothing of who administers a single workspace.
    sales().changePerson('daniel', { isAdmin: true, isOwner: true });
    sales().changePerson('olga', { isAdmin: true });
    await connectAndGrant();
    const aiko = support().as('aiko');
    await aiko.command('/apiclient who-can setup');
    const { content } = await aiko.seesMessage(/Aiko Tanaka/);
    // Slack shows people whom it does not know in Support by their id.
    expect(content.match(/@[\w ]+/g)).toEqual(['@U2AIKO', '@Ben Ortiz', '@Aiko Tanaka']);
  });

  test('takes nobody for an admin whom it does not let act as one', async () => {
    const ben = sales().as('ben');
    // Asked about Ben alone, Slack says what he is in Sales.
    support().admit(ben.id, { isAdmin: true });
    await connectAndGrant();
    const aiko = support().as('aiko');
    await aiko.command('/apiclient who-can setup');
    const { content } = await aiko.seesMessage(/Aiko Tanaka/);
    expect(content.match(/@[\w ]+/g)).toEqual(['@U2AIKO', '@Aiko Tanaka']);
    await ben.command('/apiclient access');
    await ben.seesMessage('Only admins can do this');
  });

  test('lets somebody who is in two of them act by the groups of both, in either', async () => {
    const ben = sales().as('ben');
    support().admit(ben.id);
    support().changeGroup('data-team', [ben.id]);
    await connectAndGrant();
    await ben.command('/apiclient create from-sales --user billing --purpose x');
    await ben.seesMessage(/from-sales[\s\S]*API client created|API client created/);
    await support()
      .as(ben.id)
      .command('/apiclient create from-support --user billing --purpose x', { channel: '#general' });
    await expect
      .poll(() => running.api.clients().map(({ name }) => name))
      .toEqual(expect.arrayContaining(['from-sales', 'from-support']));

    await support().changeTeamAccess(false);
    later();
    await ben.command('/apiclient create too-late --user billing --purpose x');
    await ben.seesMessage('was sent');
  });

  test('asks the admins of each about a request', async () => {
    await connectAs(running, sales().as('aiko'), 'root@sandbox.example');
    const ben = support().as('ben');
    await ben.command('/apiclient request nightly --user billing --purpose x');
    await ben.seesMessage('was sent');
    for (const workspace of [sales(), support()]) {
      await workspace.as('aiko').seesMessage(/requests nightly/);
    }
  });
});

describe('an organisation of which Slack tells in its newer shape', () => {
  beforeEach(() => {
    for (const workspace of [sales(), support()]) {
      workspace.changeShapes({ users: 'teams', payloadTeam: 'organisation' });
    }
    later();
  });

  test('has its admins, members, forms and buttons as before, and guests get nothing', async () => {
    await connectAndGrant();
    const chloe = support().as('chloe');
    await chloe.command('/apiclient create of-support --user billing --purpose x');
    await chloe.seesMessage('API client created');
    await chloe.press('I have saved it');
    await chloe.seesMessage(/saved|Saved/);
    const gus = sales().as('gus');
    await gus.command('/apiclient list', { channel: '#general' });
    await gus.seesMessage('Guests can’t use API clients');
  });

  test('lets a workspace’s admin administer where the policy names them, and nowhere else', async () => {
    sales().changePerson('ben', { isAdmin: true, isOwner: true });
    await connectAndGrant();
    const ben = sales().as('ben');
    await ben.command('/apiclient access');
    await ben.seesMessage('Only admins can do this');
    await ben.reload();
    await running.changePolicy({ admins: { people: [PersonId.parse(ben.id)], groups: [] } }, 'E0ORG');
    await ben.command('/apiclient access');
    await ben.seesMessage('billing');
  });
});

describe('what goes on without anybody’s act finds the organisation’s people', () => {
  /** A request whose card Slack did not take at first. */
  async function askWhileSlackFails(): Promise<void> {
    const fault = running.slack.fault({
      method: 'chat.postMessage',
      kind: 'error',
      error: 'missing_scope',
      times: 100,
    });
    const ben = support().as('ben');
    await ben.command('/apiclient request nightly --user billing --purpose x');
    await ben.seesMessage('nobody who can decide it knows yet');
    await running.settled();
    fault.lift();
  }

  test('when the workspace in which it was used first is taken out', async () => {
    await connectAs(running, sales().as('aiko'), 'root@sandbox.example');
    await sales().changeTeamAccess(false);
    later();
    await askWhileSlackFails();
    await support()
      .as('aiko')
      .seesMessage(/requests nightly/);
    const said = running.slack.calls().filter(({ method }) => method === 'chat.postMessage');
    expect(
      said.filter(({ args }) => args['channel'] === 'D2AIKO' && String(args['text']).includes('nightly')),
    ).toEqual([]);
  });

  test('when somebody of another company was the first to press something', async () => {
    const olga = {
      type: 'block_actions',
      user: { id: 'U2OLGA', team_id: 'T0PARTNER' },
      team: null,
      enterprise: { id: 'E0ORG' },
      is_enterprise_install: true,
      trigger_id: 't.1',
      actions: [{ action_id: 'show.v1', action_ts: '1.1', value: '{}' }],
    };
    const body = new URLSearchParams({ payload: JSON.stringify(olga) }).toString();
    await running.slack.deliverRaw({ contentType: 'application/x-www-form-urlencoded', body });
    await running.settled();
    await connectAs(running, support().as('aiko'), 'root@sandbox.example');
    await askWhileSlackFails();
    await sales()
      .as('aiko')
      .seesMessage(/requests nightly/);
  });
});

test('who is an admin of a workspace without the app, and a member of one with it, is a member', async () => {
  await connectAs(running, sales().as('aiko'), 'root@sandbox.example');
  // Slack says of Ben what he is in the workspace by which it knows him.
  sales().changePerson('ben', { teamId: 'T9OTHER', isAdmin: true });
  const ben = sales().as('ben');
  await ben.command('/apiclient access');
  await ben.seesMessage('Only admins can do this');
  await ben.command('/apiclient request nightly --user billing --purpose x');
  await ben.seesMessage('was sent');
});

describe('an organisation’s workspace that the app is taken out of', () => {
  test('gives its people no rights any more, also at a button that they still see', async () => {
    await connectAndGrant();
    const chloe = support().as('chloe');
    await chloe.command('/apiclient list');
    await chloe.seesMessage('clients');
    await support().changeTeamAccess(false);
    later();
    const pressed = {
      type: 'block_actions',
      user: { id: chloe.id, team_id: 'T3ORG' },
      team: { id: 'T2ORG' },
      channel: { id: 'C2GENERAL' },
      enterprise: { id: 'E0ORG' },
      is_enterprise_install: true,
      trigger_id: 't.2',
      actions: [
        {
          action_id: 'list.next.v1',
          action_ts: '2.1',
          value: JSON.stringify({ mine: false, text: '', sort: 'newest', page: 0 }),
        },
      ],
    };
    const body = new URLSearchParams({ payload: JSON.stringify(pressed) }).toString();
    const asked = running.api.calls().length;
    await running.slack.deliverRaw({ contentType: 'application/x-www-form-urlencoded', body });
    await running.settled();
    expect(running.api.calls().length).toBe(asked);

    const aiko = sales().as('aiko');
    await aiko.command('/apiclient who-can setup');
    const { content } = await aiko.seesMessage('people from other workspaces can’t do anything here');
    expect(content.match(/@[\w ]+/g)).toEqual(['@Aiko Tanaka']);
  });
});
