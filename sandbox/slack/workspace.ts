import { Clock } from './clock.js';
import { Files } from './files.js';
import type { Manifest } from './manifest.js';
import { Notices } from './notices.js';
import { Triggers } from './triggers.js';
import { Views } from './views.js';
import { Violations } from './violations.js';
import { World } from './world.js';

/** Everything that the sandbox's Slack knows; both of its faces work on it. */
export interface Workspace {
  readonly clock: Clock;
  readonly manifest: Manifest;
  readonly world: World;
  readonly triggers: Triggers;
  readonly views: Views;
  readonly violations: Violations;
  readonly notices: Notices;
  readonly files: Files;
  /** `http://127.0.0.1:<port>`, known once the server listens. */
  readonly baseUrl: () => string;
}

export const newWorkspace = (manifest: Manifest, now: () => number, baseUrl: () => string): Workspace => {
  const clock = new Clock(now);
  const world = new World(clock, manifest.botName);
  const triggers = new Triggers(clock);
  const views = new Views(clock, triggers, () => world.changed());
  return {
    clock,
    manifest,
    world,
    triggers,
    views,
    violations: new Violations(),
    notices: new Notices(clock),
    files: new Files(clock),
    baseUrl,
  };
};
