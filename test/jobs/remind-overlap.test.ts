import { expect, test } from 'vitest';
import { ClientId } from '../../src/core/model/ids.js';
import { remindOverlap } from '../../src/jobs/remind-overlap.js';
import { record, records, workspace } from '../core/records.js';

const DAY_MS = 24 * 3_600_000;
const ends = Date.parse('2026-11-08T12:00:00.000Z');
const OLD = ClientId.parse('ripple-old');
const NEXT = ClientId.parse('ripple-next');

async function inOverlap() {
  const kept = records();
  const old = record({ id: OLD, successor: NEXT, overlapEndsAt: new Date(ends).toISOString() });
  await kept.records.add(old);
  await kept.records.add(record({ id: NEXT, predecessor: OLD }));
  const reminded: string[] = [];
  let failing = false;
  /** A replica's look, so many days after the end of the overlap. */
  const look = (days: number) =>
    remindOverlap(
      {
        workspace,
        records: kept.records,
        now: () => new Date(ends + days * DAY_MS),
        remind: async ({ old: { id }, successor }) => {
          if (failing) throw new Error('Slack is away');
          reminded.push(`${id} by ${successor.id}`);
        },
      },
      OLD,
    );
  return {
    kept,
    reminded,
    look,
    setFailing: (to: boolean) => {
      failing = to;
    },
  };
}

const at = (days: number): Date => new Date(ends + days * DAY_MS);

test('of several replicas that look at the end of an overlap, one reminds its owner, and weekly after it', async () => {
  const { reminded, look } = await inOverlap();
  expect(await look(-1)).toEqual(at(0));
  const next = await Promise.all([look(0), look(0), look(0)]);
  expect(next).toEqual([at(7), at(7), at(7)]);
  expect(await look(3)).toEqual(at(7));
  expect(reminded).toEqual(['ripple-old by ripple-next']);
  await Promise.all([look(7), look(7)]);
  expect(reminded).toHaveLength(2);
  // After a downtime of weeks there is one reminder, not one for each week.
  expect(await look(30)).toEqual(at(37));
  expect(reminded).toHaveLength(3);
});

test('what Slack does not take is tried again', async () => {
  const { reminded, look, setFailing } = await inOverlap();
  await look(0);
  setFailing(true);
  await expect(look(7)).rejects.toThrow('Slack is away');
  setFailing(false);
  expect(await look(7.01)).toEqual(at(14.01));
  expect(reminded).toHaveLength(2);
});

test('the old client’s end, or its successor’s, ends the reminders', async () => {
  const { kept, reminded, look } = await inOverlap();
  const closed = { how: 'deleted', by: record().requester, at: at(0).toISOString() } as const;
  await kept.records.change(workspace, NEXT, (current) => ({ ...current, closed }));
  expect(await look(1)).toBeUndefined();
  const replaced = ClientId.parse('ripple-replaced');
  await kept.records.add(record({ id: replaced, predecessor: NEXT }));
  await kept.records.change(workspace, NEXT, (current) => ({ ...current, successor: replaced }));
  await look(1);
  expect(reminded).toEqual(['ripple-old by ripple-replaced']);
  await kept.records.change(workspace, OLD, (current) => ({ ...current, closed }));
  expect(await look(20)).toBeUndefined();
});
