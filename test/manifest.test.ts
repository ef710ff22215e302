import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { SCOPES } from '../src/slack/scopes.js';
import { build, projectRoot } from './built/build.js';

const run = promisify(execFile);
const root = new URL('..', import.meta.url).pathname;
const text = (limit: number) => z.string().min(1).max(limit);
const https = z.url({ protocol: /^https$/ }).max(3000);

/** Slack's limits for the parts that the manifest uses; an unknown key is refused, as Slack does. */
const Manifest = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.number() }),
  display_information: z.strictObject({
    name: text(35),
    description: text(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/i),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: text(80), always_online: z.boolean() }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
          url: https,
          description: text(2000),
          usage_hint: text(1000),
          should_escape: z.boolean(),
        }),
      )
      .max(50),
    shortcuts: z
      .array(
        z.strictObject({
          name: text(24),
          type: z.enum(['global', 'message']),
          callback_id: text(255),
          description: text(150),
        }),
      )
      .max(10),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(https).max(1000),
    scopes: z.strictObject({ bot: z.array(z.string()).max(255) }),
  }),
  settings: z.strictObject({
    interactivity: z.strictObject({
      is_enabled: z.boolean(),
      request_url: https,
      message_menu_options_url: https,
    }),
    event_subscriptions: z.strictObject({ request_url: https, bot_events: z.array(z.string()).max(100) }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

const manifest = Manifest.parse(parse(await readFile(`${root}manifest.yml`, 'utf8')));

/** Which scope each Web API method needs; `undefined`: none. */
const SCOPE_OF: Record<string, string | readonly string[] | undefined> = {
  'auth.test': undefined,
  'chat.delete': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': 'im:write',
  'files.completeUploadExternal': 'files:write',
  'files.getUploadURLExternal': 'files:write',
  'functions.completeError': undefined,
  'functions.completeSuccess': undefined,
  'usergroups.list': 'usergroups:read',
  'users.info': 'users:read',
  'users.list': 'users:read',
  'views.open': undefined,
  'views.push': undefined,
  'views.publish': undefined,
  'views.update': undefined,
};

describe('the manifest', () => {
  test('is called API Clients and opens the Messages tab, without which no secret arrives', () => {
    expect(manifest.display_information.name).toBe('API Clients');
    expect(manifest.features.app_home.messages_tab_enabled).toBe(true);
    expect(manifest.features.shortcuts.map(({ callback_id }) => callback_id)).toEqual(['create_api_client']);
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(['/apiclient']);
  });

  test('asks for exactly the scopes of the methods that the code calls', async () => {
    const code = await readFile(`${root}src/slack/web-api/slack-calls.ts`, 'utf8');
    const called = [
      ...code.matchAll(
        /\.((?:auth|chat|conversations|files|functions|usergroups|users|views)\.[a-zA-Z]+)\(/g,
      ),
    ].map(([, method = '']) => method);
    expect([...new Set(called)].sort()).toEqual(Object.keys(SCOPE_OF).sort());
    const needed = called.flatMap((method) => SCOPE_OF[method] ?? []);
    expect([...manifest.oauth_config.scopes.bot].sort()).toEqual(
      [...new Set([...needed, 'commands'])].sort(),
    );
  });

  test('asks in an installation through OAuth for the same scopes', () => {
    expect([...SCOPES].sort()).toEqual([...manifest.oauth_config.scopes.bot].sort());
  });

  beforeAll(build, 120_000);

  test('is printed with the address of one’s own bot', async () => {
    const { stdout } = await run(process.execPath, ['dist/manifest.js', 'https://bot.acme.example/'], {
      cwd: projectRoot,
    });
    const printed = Manifest.parse(parse(stdout));
    expect(printed.settings.interactivity.request_url).toBe('https://bot.acme.example/slack/events');
    expect(stdout).not.toContain('bot.example.com');
  });

  test('is not printed for an address that Slack would refuse', async () => {
    const failed = await run(process.execPath, ['dist/manifest.js', 'http://bot.acme.example'], {
      cwd: projectRoot,
    }).then(
      () => undefined,
      (error: { code: number; stderr: string }) => error,
    );
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('https') });
  });
});
