import type { Clock } from '../clock.js';
import type { Files } from './files.js';
import type { Installation, Installations } from './installations.js';
import type { Manifest } from '../manifest.js';
import { Notices } from './notices.js';
import type { Team } from './people.js';
import { Triggers } from './triggers.js';
import { Views } from './views.js';
import type { Violations } from '../violations.js';
import { Workflows } from './workflows.js';
import { World } from './world.js';

/** What the workspaces of one sandbox have in common: the app, and Slack's own services. */
export interface Shared {
  readonly clock: Clock;
  readonly manifest: Manifest;
  readonly violations: Violations;
  readonly files: Files;
  readonly installations: Installations;
  /** `http://127.0.0.1:<port>`, known once the server listens. */
  readonly baseUrl: () => string;
}

/** Everything that the sandbox's Slack knows of one workspace; both of its faces work on it. */
export interface Workspace extends Shared {
  readonly world: World;
  readonly triggers: Triggers;
  readonly views: Views;
  readonly notices: Notices;
  readonly workflows: Workflows;
  /** The app's installation here, or in the organisation; `undefined` where it is not installed. */
  readonly installation: () => Installation | undefined;
}

/** `digit` is what the ids of its people and channels differ by from those of other workspaces. */
export const newWorkspace = (shared: Shared, team: Team, digit: string): Workspace => {
  const { clock, installations, manifest } = shared;
  const world = new World(clock, team, digit, manifest.botName);
  const triggers = new Triggers(clock);
  return {
    ...shared,
    world,
    triggers,
    views: new Views(clock, triggers, () => world.changed()),
    notices: new Notices(clock),
    workflows: new Workflows(clock),
    installation: () => installations.of(team),
  };
};
