import { withWorkflowStep } from '../../src/operator/text/workflow-step.js';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { objections, schemaOf } from './schemas.js';

const validate = await schemaOf('slack-manifest.schema.json');
const manifest = async () =>
  parseDocument(await readFile(new URL('../../manifest.yml', import.meta.url), 'utf8'));

test('Slack’s own schema accepts the manifest with the step for workflows', async () => {
  const text = await readFile(new URL('../../manifest.yml', import.meta.url), 'utf8');
  const withStep = parseDocument(withWorkflowStep(text)).toJS();
  expect(Object.keys(withStep.functions)).toEqual(['request_api_client']);
  expect(withStep.settings.event_subscriptions.bot_events).toContain('function_executed');
  expect(objections(validate, withStep)).toEqual([]);
});

test('Slack’s own schema accepts the manifest', async () => {
  expect(objections(validate, (await manifest()).toJS())).toEqual([]);
});

test.each([
  ['a name that is too long', 'display_information.name', 'x'.repeat(36)],
  ['a name that is none', 'display_information.name', null],
  ['a command without its slash', 'features.slash_commands.0.command', 'apiclient'],
  ['a key that Slack does not know', 'settings.socket_mode', true],
  ['an address that is none', 'settings.interactivity.request_url', 'bot'],
  ['one scope that is no list', 'oauth_config.scopes.bot', 'commands'],
])('it refuses a manifest with %s', async (_, path, value) => {
  const spoiled = await manifest();
  const keys = path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  spoiled.setIn(keys, value);
  expect(objections(validate, spoiled.toJS()).join('\n')).toContain(keys.slice(0, -1).join('/'));
});
