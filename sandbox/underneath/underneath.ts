import { z } from 'zod';
import type { BotState } from '../bot-state.js';
import type { WorkspaceFacts } from '../slack/wire/wire.js';
import type { Exchange } from './exchange.js';

/** What can be made to go wrong: the first two stand until they are lifted, the others happen once. */
export const Trouble = z.enum(['api-slow', 'api-down', 'lose-answer', 'refuse-dm']);
export type Trouble = z.infer<typeof Trouble>;

/** An API client as the API holds it, without its secret. */
export interface HeldClient {
  readonly id: string;
  readonly name: string;
  readonly user: string;
  /** RFC 3339. */
  readonly createTime: string;
}

/** What `GET /sandbox/underneath?after=REVISION` answers. */
export interface Underneath {
  /** To ask from the next time. Smaller than the one asked from: the sandbox was restarted. */
  readonly revision: number;
  /** The exchanges that began or were answered since then. */
  readonly exchanges: readonly Exchange[];
  /** The newest first; at most a hundred. */
  readonly clients: readonly HeldClient[];
  readonly clientCount: number;
  /** The API client that the bot itself gets its access tokens with. */
  readonly connectionId: string;
  readonly troubles: readonly Trouble[];
  /** What the bot did that Slack forgives or hides, and that is a fault of the bot all the same. */
  readonly violations: readonly string[];
  readonly bot: BotState;
  /** How far the sandbox's clock is ahead of the machine's. */
  readonly aheadMs: number;
  readonly workspaces: readonly WorkspaceFacts[];
  /** Where the app is installed from, with the workspace as `team`; `null` where that is done already, by a token. */
  readonly installUrl: string | null;
}
