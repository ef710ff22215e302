import { afterEach, beforeEach, expect, test } from 'vitest';
import { ClientId, WorkspaceId } from '../../../src/core/model/ids.js';
import { clientRecords } from '../../../src/storage/records/clients/client-records.js';
import { clientNamed, members, type Running, start } from '../../harness.js';

let running: Running;
beforeEach(async () => {
  running = await start({ policy: { approvers: members('chloe'), collectHours: 72 } });
});
afterEach(() => running.stop());

const as = (who: string) => running.slack.as(who);

/** As if the client had been made so many hours ago. */
const earlier = (time: string, hours: number): string =>
  new Date(Date.parse(time) - hours * 3_600_000).toISOString();

const ageBy = (id: string, hours: number) =>
  clientRecords(running.backend).change(WorkspaceId.parse('T0SANDBOX'), ClientId.parse(id), (record) => ({
    ...record,
    createdAt: earlier(record.createdAt, hours),
    ...(record.approvedAt !== undefined && { approvedAt: earlier(record.approvedAt, hours) }),
  }));

test('an approval does not make new secrets longer than it waits to be collected', async () => {
  const [ben, chloe] = [as('ben'), as('chloe')];
  await ben.command('/apiclient request nightly --user billing --purpose exports');
  await ben.seesMessage('was sent');
  await chloe.press('Approve', { in: await chloe.seesMessage(/requests nightly/) });
  await ben.seesMessage('approved your request for nightly');
  await ben.press('Create and show secret');
  await ben.seesMessage('API client created');
  const first = clientNamed(running.api, 'nightly');
  await running.settled();

  await ageBy(first.id, 70);
  await ben.press('I could not save it', { confirm: true });
  await ben.seesMessage('Replaced by');
  await running.settled();
  const second = clientNamed(running.api, 'nightly');
  expect(second.id).not.toBe(first.id);

  // 140 hours after the approval: `collectHours` are over for long.
  await ageBy(second.id, 70);
  await ben.press('I could not save it', { confirm: true });
  await running.settled();
  expect(clientNamed(running.api, 'nightly').id).toBe(second.id);
});
