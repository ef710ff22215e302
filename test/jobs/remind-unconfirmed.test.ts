import { describe, expect, test } from 'vitest';
import type { ClientRecord } from '../../src/core/model/client-record.js';
import { ClientId } from '../../src/core/model/ids.js';
import { remindUnconfirmed } from '../../src/jobs/remind-unconfirmed.js';
import { aiko, record, records, workspace } from '../core/records.js';

const aDayLater = () => new Date('2026-11-02T00:00:00.000Z');

async function remindedOf(now: () => Date, ...standing: Parameters<typeof record>[0][]) {
  const kept = records();
  for (const changes of standing) await kept.records.add(record(changes));
  const reminded: string[] = [];
  const reminding = {
    workspace,
    records: kept.records,
    now,
    remind: async ({ id }: ClientRecord) => void reminded.push(id),
  };
  const run = async () => {
    for (const changes of standing) await remindUnconfirmed(reminding, record(changes).id);
  };
  return { reminded, run };
}

describe('a person who has not said that a secret is saved', () => {
  test('is reminded after a day, once, however often and in parallel the job runs', async () => {
    const { reminded, run } = await remindedOf(aDayLater, {});
    await Promise.all([run(), run(), run()]);
    await run();
    expect(reminded).toEqual(['ripple-1']);
  });

  test('is reminded at the next look when Slack failed', async () => {
    const kept = records();
    await kept.records.add(record());
    const reminded: string[] = [];
    let failing = true;
    const run = () =>
      remindUnconfirmed(
        {
          workspace,
          records: kept.records,
          now: aDayLater,
          remind: async ({ id }) => {
            if (failing) throw new Error('Slack is away');
            reminded.push(id);
          },
        },
        record().id,
      );
    await expect(run()).rejects.toThrow('Slack is away');
    failing = false;
    await run();
    await run();
    expect(reminded).toEqual(['ripple-1']);
  });

  test('is asked about again when the day is over, where a clock came too early', async () => {
    const kept = records();
    await kept.records.add(record());
    const early = { workspace, records: kept.records, now: () => new Date('2026-11-01T23:59:59Z') };
    const remind = () => Promise.reject(new Error('too early'));
    expect(await remindUnconfirmed({ ...early, remind }, record().id)).toEqual(aDayLater());
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
