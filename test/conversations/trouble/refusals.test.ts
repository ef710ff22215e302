import { afterEach, describe, expect, test } from 'vitest';
import { members, readiness, type Running, start } from '../../harness.js';

let running: Running;
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

const errors = (): readonly string[] =>
  running
    .log()
    .split('\n')
    .filter((line) => line.includes('"level":"error"'));

describe('a channel that refuses what the bot posts', () => {
  const policy = { approvers: members('ben', 'daniel'), approvalsChannel: 'C0APPROVALS' };

  test.each([
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'restricted_action',
    'no_permission',
    'ekm_access_denied',
    'team_access_not_granted',
    'is_inactive',
    'a_word_of_tomorrow',
  ])(
    'with %s: approvers get direct messages, admins are told why once, and the doctor is red',
    async (word) => {
      running = await start({ policy });
      const { slack } = running;
      slack.restrict('#approvals', word);
      const chloe = slack.as('chloe');
      await chloe.command('/apiclient request nightly --user billing --purpose x');
      await chloe.seesMessage('was sent to the 2 people who can decide it');
      for (const approver of ['ben', 'daniel']) {
        await slack.as(approver).seesMessage(/requests nightly/);
      }
      const aiko = slack.as('aiko');
      const { content } = await aiko.seesMessage('requests go to each approver as a direct message');
      expect(content).toContain('#approvals');
      expect(errors()).toEqual([expect.stringContaining(word)]);

      await chloe.command('/apiclient request hourly --user billing --purpose x');
      await chloe.seesMessage('hourly was sent to the 2 people who can decide it');
      await aiko.command('/apiclient doctor', { channel: '#general' });
      const doctor = await aiko.seesMessage('Doctor');
      expect(doctor.content).toMatch(/✗ bad: Approvals channel: #approvals/);
      const told = slack
        .calls()
        .filter(
          ({ method, args }) =>
            method === 'chat.postMessage' &&
            String(args['text']).includes('each approver as a direct message'),
        );
      expect(told).toHaveLength(1);
    },
  );

  test('is posted to again once it takes messages', async () => {
    running = await start({ policy });
    running.slack.restrict('#approvals', 'restricted_action_read_only_channel');
    const chloe = running.slack.as('chloe');
    await chloe.command('/apiclient request nightly --user billing --purpose x');
    await chloe.seesMessage('was sent to the 2 people who can decide it');
    running.slack.restrict('#approvals', undefined);
    await chloe.command('/apiclient request hourly --user billing --purpose x');
    await chloe.seesMessage('hourly was sent to #approvals');
  });

  test('and people who cannot be reached either: the requester reads that nobody knows of it yet', async () => {
    running = await start({ policy });
    running.slack.fault({ method: 'chat.postMessage', kind: 'error', error: 'missing_scope', times: 1_000 });
    const chloe = running.slack.as('chloe');
    await chloe.command('/apiclient request nightly --user billing --purpose x');
    await chloe.seesMessage(/nobody who can decide it knows yet[\s\S]*doctor/);
  });

  test('as the audit channel: admins are told why, once', async () => {
    running = await start({ policy: { auditChannel: 'C0AUDIT' } });
    running.slack.restrict('#audit', 'restricted_action_read_only_channel');
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create watched --user billing --purpose x');
    await aiko.seesMessage('API client created');
    await aiko.seesMessage(/audit channel[\s\S]*#audit/);
  });
});

describe('a token that Slack refuses', () => {
  test.each(['token_revoked', 'invalid_auth', 'account_inactive', 'token_expired', 'org_login_required'])(
    'with %s: people read whom to tell, the log has one error, and the bot is not ready until it is accepted',
    async (word) => {
      running = await start();
      const fault = running.slack.fault({ method: '*', kind: 'error', error: word, times: 10_000 });
      const chloe = running.slack.as('chloe');
      for (let times = 1; times <= 2; times += 1) {
        await chloe.command('/apiclient list', { channel: '#general' });
        const { content } = await chloe.seesMessage('Slack no longer accepts this app');
        expect(content).toMatch(/Tell .* who runs the bot/);
        expect(content).toContain(word);
        expect(content).not.toContain('again in a minute');
        await chloe.reload();
      }
      expect(await readiness(running)).toBe(503);
      const line = await (await fetch(`http://127.0.0.1:${running.bot.port}/readyz`)).text();
      expect(line).toMatch(new RegExp(`SLACK_BOT_TOKEN.*${word}`));
      expect(errors()).toEqual([expect.stringContaining(word)]);
      fault.lift();
      await expect.poll(() => readiness(running), { timeout: 10_000 }).toBe(200);
    },
  );
});

describe('what a workspace or the app’s settings forbid', () => {
  test.each(['file_uploads_disabled', 'file_uploads_except_images_disabled'])(
    'an export, with %s, has a sentence of its own',
    async (error) => {
      running = await start();
      running.slack.fault({ method: 'files.getUploadURLExternal', kind: 'error', error, times: 9 });
      const aiko = running.slack.as('aiko');
      await aiko.command('/apiclient audit --export csv');
      const { content } = await aiko.seesMessage('doesn’t let apps upload files');
      expect(content).toContain('audit:export');
    },
  );

  test('a closed Messages tab has one, too, and leaves no API client behind', async () => {
    running = await start();
    running.slack.fault({
      method: 'chat.postEphemeral',
      kind: 'error',
      error: 'messages_tab_disabled',
      times: 9,
    });
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create shut --user billing --purpose x', { channel: '#general' });
    const { content } = await aiko.seesMessage('Messages tab');
    expect(content).toContain('App Home');
    expect(running.api.clients().some(({ name }) => name === 'shut')).toBe(false);
  });
});
