import { describe, expect, test } from 'vitest';
import { ClientId } from '../../src/core/model/ids.js';
import { remindUnconfirmed } from '../../src/jobs/remind-unconfirmed.js';
import { aiko, record, records, workspace } from '../core/records.js';

const aDayLater = () => new Date('2026-11-02T00:00:00.000Z');

async function remindedOf(now: () => Date, ...standing: Parameters<typeof record>[0][]) {
  const kept = records();
  for (const changes of standing) await kept.records.add(record(changes));
  const reminded: string[] = [];
  const run = () =>
    remindUnconfirmed({
      workspace,
      records: kept.records,
      now,
      remind: async ({ id }) => void reminded.push(id),
    });
  return { reminded, run };
}

describe('a person who has not said that a secret is saved', () => {
  test('is reminded after a day, once, however often and in parallel the job runs', async () => {
    const { reminded, run } = await remindedOf(aDayLater, {});
    await Promise.all([run(), run(), run()]);
    await run();
    expect(reminded).toEqual(['ripple-1']);
  });

  test('is reminded at the next run when Slack failed, and keeps nobody else waiting', async () => {
    const kept = records();
    for (const id of ['ripple-1', 'ripple-2']) await kept.records.add(record({ id: ClientId.parse(id) }));
    const reminded: string[] = [];
    let failing = true;
    const run = () =>
      remindUnconfirmed({
        workspace,
        records: kept.records,
        now: aDayLater,
        remind: async ({ id }) => {
          if (failing && id === 'ripple-1') throw new Error('Slack is away');
          reminded.push(id);
        },
      });
    await expect(run()).rejects.toThrow('could not be sent');
    failing = false;
    await run();
    expect(reminded).toEqual(['ripple-2', 'ripple-1']);
  });

  test('is left alone before the day is over', async () => {
    const { reminded, run } = await remindedOf(() => new Date('2026-11-01T23:59:59.999Z'), {});
    await run();
    expect(reminded).toEqual([]);
  });

  test('is not reminded of what is saved, or of what is gone', async () => {
    const at = '2026-11-01T01:00:00.000Z';
    const { reminded, run } = await remindedOf(
      aDayLater,
      { savedAt: at },
      { id: ClientId.parse('ripple-2'), closed: { how: 'deleted', by: aiko, at } },
    );
    await run();
    expect(reminded).toEqual([]);
  });
});
