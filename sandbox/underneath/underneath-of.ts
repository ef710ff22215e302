import type { SandboxApi } from '../api/start-api.js';
import type { KeptBot } from '../keep-bot.js';
import type { MovableClock } from '../movable-clock.js';
import type { SandboxSlack } from '../slack/start-slack.js';
import type { Journal } from './journal.js';
import type { Troubles } from './troubles.js';
import type { Underneath } from './underneath.js';

const MOST_CLIENTS = 100;

/** What can be looked at beneath the page. */
export interface Depths {
  readonly api: Pick<SandboxApi, 'clients' | 'rootClient'>;
  readonly slack: Pick<SandboxSlack, 'violations' | 'workspaces'>;
  readonly bot: Pick<KeptBot, 'state'>;
  readonly clock: Pick<MovableClock, 'aheadMs'>;
  readonly journal: Journal;
  readonly troubles: Troubles;
  readonly installUrl: string | null;
}

/** Everything beneath the page that is new since `after`, and how things stand. */
export function underneathOf(
  { api, slack, bot, clock, journal, troubles, installUrl }: Depths,
  after: number,
): Underneath {
  const clients = api.clients();
  return {
    revision: journal.revision,
    // After a restart the page asks from a revision that this journal has not reached: it gets everything.
    exchanges: journal.after(after > journal.revision ? 0 : after),
    clients: clients
      .slice(-MOST_CLIENTS)
      .toReversed()
      .map(({ id, name, user, createTime }) => ({ id, name, user, createTime })),
    clientCount: clients.length,
    connectionId: api.rootClient.id,
    troubles: troubles.standing(),
    violations: slack.violations(),
    bot: bot.state(),
    aheadMs: clock.aheadMs,
    workspaces: slack.workspaces(),
    installUrl,
  };
}
