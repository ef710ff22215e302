import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientNamed, count, type Running, start } from '../../harness.js';

let running: Running;
let receiptOf: string;
let offered: string;
let offer: string;
let presses = 0;

beforeAll(async () => {
  running = await start({ policy: { approval: 'never' } });
  const { api, slack } = running;
  const aiko = slack.as('aiko');
  await aiko.command('/apiclient create nightly --user billing --purpose x');
  await aiko.seesMessage('API client created');
  receiptOf = clientNamed(api, 'nightly').id;
  api.fault({ operation: 'create', kind: 'drop-after', times: 1 });
  await aiko.command('/apiclient create unclear --user billing --purpose x');
  await aiko.seesMessage('This client may be it');
  await running.settled();
  offered = clientNamed(api, 'unclear').id;
  offer =
    /"intent":"([0-9a-f-]{36})"/.exec(running.log().split('the answer to a create was lost')[0] ?? '')?.[1] ??
    '';
});
afterAll(() => running.stop());

/** A person's browser sends this, whatever is on their screen. */
async function press(id: string, value: object, person = 'U0BEN'): Promise<void> {
  presses += 1;
  const payload = {
    type: 'block_actions',
    user: { id: person, team_id: 'T0SANDBOX' },
    team: { id: 'T0SANDBOX', domain: 'sandbox' },
    trigger_id: `t.${presses}`,
    actions: [{ type: 'button', action_id: id, action_ts: String(presses), value: JSON.stringify(value) }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  expect(await running.slack.deliverRaw({ body })).toMatchObject({ status: 200 });
  await running.settled();
}

describe('a button in somebody else’s direct message', () => {
  test.each([
    ['receipt.saved.v1', () => ({ id: receiptOf }), 'confirm-receipt', 'not-requester', () => receiptOf],
    ['receipt.not-saved.v1', () => ({ id: receiptOf }), 'confirm-receipt', 'not-requester', () => receiptOf],
    ['receipt.replace.v1', () => ({ id: receiptOf }), 'confirm-receipt', 'not-requester', () => receiptOf],
    [
      'receipt.saved.v1',
      () => ({ id: 'ripple-unknown' }),
      'confirm-receipt',
      'client-not-found',
      () => 'ripple-unknown',
    ],
    ['offer.delete.v1', () => ({ offer, client: offered }), 'delete', 'not-requester', () => offered],
    ['offer.keep.v1', () => ({ offer }), 'use', 'not-requester', () => undefined],
    ['offer.delete.v1', () => ({ offer: 'gone', client: offered }), 'delete', 'offer-over', () => offered],
    ['offer.keep.v1', () => ({ offer: 'gone' }), 'use', 'offer-over', () => undefined],
  ])('%s does nothing, and is on record', async (id, value, action, reason, clientId) => {
    const before = (await running.audit()).length;
    await press(id, value());
    const records = (await running.audit()).slice(before);
    expect(records).toMatchObject([{ actor: 'U0BEN', action, outcome: 'refused', reason }]);
    expect(records[0]?.target.clientId).toBe(clientId());
    expect([count(running.api, 'delete'), count(running.api, 'create')]).toEqual([0, 2]);
  });

  test('that asked one, but not about this client, does nothing either, and is on record', async () => {
    const before = (await running.audit()).length;
    await press('offer.delete.v1', { offer, client: receiptOf }, 'U0AIKO');
    expect((await running.audit()).slice(before)).toMatchObject([
      { actor: 'U0AIKO', action: 'delete', outcome: 'refused', reason: 'offer-over' },
    ]);
    expect(clientNamed(running.api, 'nightly').id).toBe(receiptOf);
  });
});
