import type { SandboxWorkspace } from '../../sandbox/slack/workspace-control.js';
import { forEveryWorkspace } from '../../test/harness.js';
import { Browser, connectAs } from '../../test/workspaces/installing.js';
import type { Program } from '../programs/program.js';
import type { Outside, OutsideOptions } from './outside.js';
import { allowMuch } from './allow-much.js';

/** The workspace that the sandbox's Slack always has. */
export const FIRST = { id: 'T0SANDBOX', name: undefined };

export interface Named {
  readonly id: string;
  readonly name: string | undefined;
}

/** A Slack with more workspaces, and a bot for all of them. */
export function severalWorkspaces(more: readonly { readonly id: string; readonly name: string }[]) {
  return {
    slack: { oauth: forEveryWorkspace.slack.oauth, moreWorkspaces: [...more] },
    environment: forEveryWorkspace.environment,
  } satisfies OutsideOptions;
}

/** Lets people create as often as a benchmark does, in a store that no bot has open. */
export async function allowMuchInEach(store: string, workspaces: readonly Named[]): Promise<void> {
  for (const { id } of workspaces) await allowMuch(store, id);
}

/** Installs the bot into each workspace, and connects it to Alphaus there. */
export async function installInto(
  { slack, api }: Outside,
  bot: Program,
  workspaces: readonly Named[],
): Promise<readonly SandboxWorkspace[]> {
  slack.connectApp(`http://127.0.0.1:${bot.port}/slack/events`);
  for (const { id } of workspaces) await new Browser({ bot }).install({ target: id, as: 'aiko' });
  const controls = workspaces.map(({ name }) => (name === undefined ? slack : slack.workspace(name)));
  for (const control of controls) await connectAs({ api }, control.as('aiko'), 'root@sandbox.example');
  return controls;
}
