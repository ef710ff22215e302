import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { WorkspaceId } from '../../../src/core/model/ids.js';
import { build, projectRoot } from '../../built/build.js';
import { openPolicy } from '../../setting-up.js';
import { event, trailOver } from '../../storage/audit/trail.js';
import { runningForEach } from '../../running.js';

/** As an auditor does it, without store or keys. */
function verify(...args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const tool = join(projectRoot, 'dist/audit-verify.js');
  return new Promise((resolve) => {
    execFile(process.execPath, [tool, ...args], (error, stdout, stderr) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

beforeAll(build, 120_000);
const running = runningForEach();

describe('what is refused', () => {
  test('is on record: who, what, on what and why, by the reference that the person and the log have', async () => {
    const gus = running.slack.as('gus');
    await gus.command('/apiclient create x --user billing --purpose y', { channel: '#general' });
    const { content } = await gus.seesMessage('Guests can’t use API clients');
    const [, reference = ''] = /Reference: (\w{8})/.exec(content) ?? [];
    const [record, ...more] = await running.audit();
    expect(more).toEqual([]);
    expect(record).toMatchObject({
      sequence: 1,
      actor: running.slack.personId('gus'),
      action: 'create',
      target: {},
      outcome: 'refused',
      reason: 'guest',
      reference,
    });
    expect(running.log()).toContain(`"reference":"${reference}"`);
  });
});

describe('a bot with a token from the environment, whose app was uninstalled', () => {
  test('goes on once it is started with a token that works, and the trail says so', async () => {
    const trail = trailOver(running.backend);
    const workspace = WorkspaceId.parse('T0SANDBOX');
    await trail.append(workspace, event({ actor: 'bot', action: 'uninstall', target: {}, outcome: 'done' }));
    await running.restart();
    await running.restart();
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create nightly --user billing --purpose x');
    await aiko.seesMessage('API client created');
    await running.settled();
    expect((await running.audit()).map(({ actor, action, outcome }) => [actor, action, outcome])).toEqual([
      ['bot', 'uninstall', 'done'],
      ['bot', 'install', 'done'],
      ['U0AIKO', 'create', 'attempted'],
      ['U0AIKO', 'create', 'done'],
    ]);
  });
});

describe('the trail in Slack', () => {
  /** Twelve attempts of a guest, each on record. */
  async function someRefusals(): Promise<void> {
    const gus = running.slack.as('gus');
    for (let attempt = 1; attempt <= 12; attempt += 1) {
      await gus.command(attempt % 2 === 0 ? '/apiclient list' : '/apiclient create', { channel: '#general' });
      await gus.seesMessage('Guests can’t use API clients');
      await gus.reload();
    }
  }

  test('is paged, newest first, and filtered by what is typed or filled in', async () => {
    await someRefusals();
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient audit');
    const first = await aiko.seesMessage('Audit trail');
    expect(first.content).toMatch(/#12 .*\n#11 [\s\S]*#3 /);
    expect(first.content).toContain('refused: guest');
    expect(first.content).not.toContain('#2 ');
    await aiko.press('Next');
    const second = await aiko.seesMessage(/#2 .*\n#1 /);
    expect(second.content).not.toContain('#3 ');
    expect(aiko.canPress('Next')).toBe(false);
    await aiko.press('Previous');
    await aiko.seesMessage('#12 ');

    await aiko.press('Filter or export');
    await aiko.seesModal('Audit trail');
    await aiko.choose('Since', '2026-01-01');
    await aiko.choose('Action', 'list');
    await aiko.submit();
    const filtered = await aiko.seesMessage(/#12 .*\n#10 /);
    expect(filtered.content.match(/#\d+/g)).toEqual(['#12', '#10', '#8', '#6', '#4', '#2']);
    await aiko.reload();

    await aiko.command('/apiclient audit --action create --since 2026-01-01');
    const typed = await aiko.seesMessage('#11 ');
    expect(typed.content.match(/#\d+/g)).toEqual(['#11', '#9', '#7', '#5', '#3', '#1']);
    await aiko.command('/apiclient audit --since 2036-01-01');
    await aiko.seesMessage('No matching records');
  });

  test('is searched by the person who acted, typed in either way or chosen', async () => {
    await someRefusals();
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create nightly --user billing --purpose exports');
    await aiko.seesMessage('API client created');
    await aiko.reload();
    const numbers = async (words: string): Promise<readonly string[]> =>
      (await aiko.seesMessage(words)).content.match(/#\d+/g) ?? [];

    await aiko.command('/apiclient audit --by @aiko');
    // The attempt and its outcome are one line.
    expect(await numbers('#13–14 ')).toEqual(['#13']);
    await aiko.command('/apiclient audit --user @gus');
    expect(await numbers('#12 ')).toHaveLength(10);
    await aiko.press('Filter or export', { near: '#12 ' });
    await aiko.seesModal('Audit trail');
    await aiko.choose('Who acted', 'aiko');
    await aiko.choose('Show or export', 'Export as JSON Lines, for programs');
    await aiko.submit();
    await expect.poll(() => running.slack.files()).toHaveLength(1);
    const lines = running.slack.files()[0]?.content.trimEnd().split('\n') ?? [];
    expect(lines.flatMap((line) => /"sequence":(\d+),"time"/.exec(line)?.[1] ?? [])).toEqual([
      '13',
      '14',
      '15',
    ]);
    await aiko.command('/apiclient audit --by nobody');
    await aiko.seesMessage('takes a person: type @');
  });

  test('tells of an act in one line, names user groups, and turns pages by acts', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient access add @data-team billing');
    await aiko.seesMessage('can use billing');
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k']) {
      await aiko.command(`/apiclient create ${name} --user billing --purpose exports`);
      await aiko.seesMessage(`${name}: save its secret now`);
      await running.settled();
    }
    await aiko.reload();
    await aiko.command('/apiclient audit');
    const first = await aiko.seesMessage('Audit trail');
    expect(first.content.match(/#\d+–\d+ /g)).toHaveLength(10);
    expect(first.content).not.toContain('attempted');
    await aiko.press('Next');
    const second = await aiko.seesMessage('add-grant');
    expect(second.content).toContain('“@data-team: billing”');
    expect(second.content.match(/#\d+/g)).toEqual(['#2', '#1']);
    await aiko.press('Previous');
    const back = await aiko.seesMessage(/#22–23/);
    expect(back.content.match(/#\d+–\d+ /g)).toHaveLength(10);
  });

  test('keeps how long ago was typed where the form changes something else', async () => {
    await someRefusals();
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient audit --since 12h');
    await aiko.seesMessage('#12 ');
    await aiko.press('Filter or export');
    await aiko.seesModal('Audit trail');
    await aiko.choose('Action', 'list');
    await aiko.submit();
    await aiko.seesMessage(/#12 .*\n#10 /);
    await aiko.press('Filter or export');
    const form = await aiko.seesModal('Audit trail');
    expect(form.fields).toMatchObject({ Action: 'list', Since: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  });

  test('is for admins alone, and says what it cannot read', async () => {
    const ben = running.slack.as('ben');
    await ben.command('/apiclient audit --export csv');
    await ben.seesMessage('Only admins can do this');
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient audit --since yesterday');
    await aiko.seesMessage('takes a day such as');
    await aiko.command('/apiclient audit --action crate');
    await aiko.seesMessage('No action in the trail is called crate. Did you mean create?');
    await aiko.command('/apiclient audit --action everything');
    await aiko.seesMessage('The actions are: accept-transfer, access, add-grant');
    await aiko.command('/apiclient audit --user gus');
    await aiko.seesMessage(
      /There’s no Alphaus user gus, and the trail has no record of one. Alphaus users are, for example: .*billing.*. To search for a person, type @/,
    );
    await aiko.command('/apiclient audit --export xml');
    await aiko.seesMessage('csv or jsonl');
    await aiko.command('/apiclient audit create');
    await aiko.seesMessage('create');
    expect(running.slack.files()).toEqual([]);
    expect((await running.audit()).map(({ actor, outcome }) => [actor, outcome])).toEqual([
      [running.slack.personId('ben'), 'refused'],
    ]);
  });

  test.each(['csv', 'jsonl'])(
    'comes as a %s file into the admin’s DM, which anybody can verify',
    async (format) => {
      await someRefusals();
      const aiko = running.slack.as('aiko');
      await aiko.command(`/apiclient audit --export ${format}`, { channel: '#general' });
      const told = await aiko.seesMessage('The audit trail is in your direct message');
      expect(told.isEphemeral).toBe(true);
      const [file, ...more] = running.slack.files();
      expect(more).toEqual([]);
      expect(file?.name).toMatch(new RegExp(`^audit-T[A-Z0-9]+-\\d{4}-\\d{2}-\\d{2}\\.${format}$`));
      const lasting = aiko.messages('dm').filter(({ isEphemeral }) => !isEphemeral);
      expect(lasting.map(({ content }) => content)).toEqual([
        `The audit trail, 13 records. To verify it: npm run audit:verify -- ${file?.name}\n[${file?.name}]`,
      ]);
      const path = join(await mkdtemp(join(tmpdir(), 'audit-')), file?.name ?? '');
      await writeFile(path, file?.content ?? '');
      const { status, stdout } = await verify(path);
      expect([status, stdout]).toEqual([
        0,
        expect.stringMatching(/^The file is whole: .*\nRange, proved: every record from 1 to 13\./),
      ]);

      await writeFile(path, (file?.content ?? '').replace(running.slack.personId('gus'), 'U0BEN'));
      expect(await verify(path)).toMatchObject({ status: 1, stderr: expect.stringContaining('Record 1 ') });
      // The export itself is on record, with its outcome.
      expect((await running.audit()).slice(12)).toMatchObject([
        {
          action: 'audit',
          target: { subject: `export ${format} first=1` },
          outcome: 'attempted',
          rule: 'slack-admin',
        },
        { action: 'audit', target: { subject: `export ${format} first=1` }, outcome: 'done' },
      ]);
    },
  );

  test('says before a large export how many records it will have', async () => {
    const trail = trailOver(running.backend);
    for (let count = 0; count < 5_000; count += 1) {
      await trail.append(WorkspaceId.parse('T0SANDBOX'), event());
    }
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient audit --export jsonl', { channel: '#general' });
    await aiko.seesMessage('Exporting 5001 records');
    await aiko.seesMessage('The audit trail is in your direct message');
    const [file] = running.slack.files();
    // The file's first line says where it ends.
    expect(file?.content.trimEnd().split('\n')).toHaveLength(5_002);
  });

  test.each(['typed', 'filled in'])(
    'is one message to the person who asks for it in that DM: %s',
    async (way) => {
      const aiko = running.slack.as('aiko');
      if (way === 'typed') await aiko.command('/apiclient audit --export csv');
      else {
        await aiko.command('/apiclient audit');
        await aiko.seesMessage('No matching records');
        await aiko.press('Filter or export');
        await aiko.seesModal('Audit trail');
        await aiko.choose('Show or export', 'Export as CSV, for a spreadsheet');
        await aiko.submit();
      }
      await aiko.seesMessage('npm run audit:verify');
      await running.settled();
      const said = aiko.messages('dm').filter(({ content }) => !content.includes('No matching records'));
      expect(said.map(({ isEphemeral }) => isEphemeral)).toEqual([false]);
    },
  );

  test('is exported from the form, too, and says when Slack does not take the file', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient audit', { channel: '#general' });
    await aiko.seesMessage('No matching records');
    await aiko.press('Filter or export');
    await aiko.seesModal('Audit trail');
    await aiko.choose('Show or export', 'Export as JSON Lines, for programs');
    await aiko.submit();
    await aiko.seesMessage('The audit trail is in your direct message');
    running.slack.fault({
      method: 'files.completeUploadExternal',
      kind: 'error',
      error: 'fatal_error',
      times: 9,
    });
    await aiko.command('/apiclient audit --export csv');
    await aiko.seesMessage('Reference');
    await expect
      .poll(async () => (await running.audit()).map(({ outcome, reason }) => [outcome, reason]))
      .toEqual([
        ['attempted', undefined],
        ['done', undefined],
        ['attempted', undefined],
        ['failed', 'slack-failed'],
      ]);
  });
});

describe('the audit channel', () => {
  test('gets a line for each record, by the reference that the person, the log and the trail have', async () => {
    const aiko = running.slack.as('aiko');
    await openPolicy(aiko, 'Channels and retention');
    await aiko.choose('Audit channel', '#audit');
    await aiko.submit();
    await aiko.seesModal('What this changes');
    await aiko.submit();
    await aiko.seesMessage('Policy saved');

    await aiko.command('/apiclient create nightly --user billing --purpose exports');
    await aiko.seesMessage('API client created');
    running.api.fault({ operation: 'create', kind: 'status', status: 400, times: 1 });
    await aiko.command('/apiclient create weekly --user billing --purpose exports');
    const refused = await aiko.seesMessage(/Reference: \w{8}/);
    const [, reference = ''] = /Reference: (\w{8})/.exec(refused.content) ?? [];

    const told = async () =>
      aiko
        .messages('#audit')
        .map(({ content }) => content)
        .join('\n');
    await expect.poll(told, { timeout: 15_000 }).toContain(reference);
    const lines = (await told()).split('\n').filter((line) => line.startsWith('#'));
    const records = await running.audit();
    // From the change that named the channel on: in order, and each once.
    const numbers = lines.map((line) => Number(/^#(\d+)/.exec(line)?.[1]));
    expect(numbers).toEqual(records.map(({ sequence }) => sequence).slice(-numbers.length));
    expect(lines.filter((line) => line.includes('“weekly”'))).toEqual([
      expect.stringContaining('attempted'),
      expect.stringContaining('failed: api-refused'),
    ]);
    // Nobody is notified of what they did themselves.
    expect(lines.filter((line) => line.includes(' · U0AIKO · '))).toHaveLength(lines.length);
    expect(await told()).not.toContain('@');
    const [attempt, outcome] = records.filter((record) => record.reference === reference);
    expect([attempt?.outcome, outcome?.outcome]).toEqual(['attempted', 'failed']);
    expect(running.log()).toContain(`"reference":"${reference}"`);
    await expect.poll(told).toContain('npm run audit:verify -- FILE --head 5:');
  });
});
