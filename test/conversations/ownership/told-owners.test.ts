import { describe, expect, test } from 'vitest';
import { usualPace } from '../../../src/bot/runtime.js';
import { clientNamed } from '../../harness.js';
import { replaceFromReceipt } from '../../replacing.js';
import { runningForEach } from '../../running.js';

const running = runningForEach({
  policy: { approval: 'never' },
  runtime: { pace: { ...usualPace, leaseMs: 5_000, settleEveryMs: 100, sureAfterMs: 400 } },
});

const as = (who: string) => running.slack.as(who);
const everybody = ['aiko', 'ben', 'chloe', 'daniel'];

/** These people hear it once each, and nobody else hears anything of that kind. */
async function hear(who: readonly string[], said: RegExp): Promise<void> {
  for (const one of who) await as(one).seesMessage(said, { timeoutMs: 25_000 });
  await running.slack.settled(400);
  const heard = everybody.map(
    (one) =>
      as(one)
        .messages('dm')
        .filter(({ content }) => said.test(content)).length,
  );
  expect(heard).toEqual(everybody.map((one) => (who.includes(one) ? 1 : 0)));
}

async function made(who: string, more = '') {
  await as(who).command(`/apiclient create nightly --user billing --purpose exports ${more}`);
  await as(who).seesMessage('API client created');
  await running.slack.settled();
  return clientNamed(running.api, 'nightly');
}

/** Aiko, Ben and Chloe are in it. */
const OF_TEAM = '--owner @data-team';

async function deletes(who: string, id: string): Promise<void> {
  await as(who).command(`/apiclient delete ${id}`);
  await as(who).seesModal('cannot be undone');
  if (Object.keys(as(who).modal()?.fields ?? {}).length > 0) await as(who).fill('Name of the client', id);
  await as(who).press('Delete');
}

describe('who hears that a client was deleted', () => {
  test('the team that owns it, and not the person who owned it before', async () => {
    const { id } = await made('daniel');
    await as('aiko').command(`/apiclient transfer ${id} @data-team`);
    await as('aiko').seesMessage('now belongs to');
    await deletes('aiko', id);
    await as('aiko').seesModal('Deleted nightly');
    await hear(
      ['ben', 'chloe'],
      /^The API client nightly of your team @data-team was deleted by @Aiko Tanaka\. Programs that used it no longer work\.$/,
    );
  });

  test('the others of a team where one of them did it', async () => {
    const { id } = await made('ben', OF_TEAM);
    await deletes('chloe', id);
    await hear(['aiko', 'ben'], /nightly of your team @data-team was deleted by @Chloe Martin/);
  });

  test('the others of a team where one of them has switched to its successor', async () => {
    const { id } = await made('ben', OF_TEAM);
    await as('chloe').command(`/apiclient rotate ${id} --overlap 3`);
    await as('chloe').press('Switched, delete the old one', {
      in: await as('chloe').seesMessage('Switched, delete the old one'),
    });
    await hear(['aiko', 'ben'], /nightly of your team @data-team was deleted by @Chloe Martin/);
  });

  test('its owner where Alphaus’s answer was lost, once it is settled', async () => {
    const { id } = await made('ben');
    running.api.fault({ operation: 'delete', kind: 'drop-after', times: 4 });
    await deletes('aiko', id);
    await hear(['ben'], /^Your API client nightly was deleted by @Aiko Tanaka/);
  }, 40_000);

  test('nobody but who wanted it where it was settled that it still exists', async () => {
    const { id } = await made('ben');
    running.api.fault({ operation: 'delete', kind: 'drop-before', times: 4 });
    await deletes('aiko', id);
    await hear(['aiko'], /it still exists/);
    await hear([], /nightly was deleted by/);
  }, 40_000);
});

test('a team hears that somebody rotated its client, and who has the secret', async () => {
  const { id } = await made('daniel');
  await as('aiko').command(`/apiclient transfer ${id} @data-team`);
  await as('aiko').seesMessage('now belongs to');
  await as('aiko').command(`/apiclient rotate ${id} --overlap 3`);
  await hear(
    ['ben', 'chloe'],
    /^The API client nightly of your team @data-team \(ripple-\w+\) was rotated by @Aiko Tanaka, who has the secret of its successor ripple-\w+\. /,
  );
});

test('the others of a team hear that one of them replaced its client', async () => {
  await made('chloe', OF_TEAM);
  await replaceFromReceipt(as('chloe'));
  await hear(
    ['aiko', 'ben'],
    /^The API client nightly of your team @data-team \(ripple-\w+\) was replaced by @Chloe Martin, who has the secret of the new client ripple-\w+\. /,
  );
});

test('the others of a team hear that one of them moved the end of its client', async () => {
  const { id } = await made('ben', `${OF_TEAM} --until 30d`);
  await as('chloe').command(`/apiclient extend ${id} --until 90d`);
  await hear(
    ['aiko', 'ben'],
    /^The API client nightly of your team @data-team now ends .*\. @Chloe Martin moved its end date\.$/,
  );
});
