import type { Restart } from '../../../keep-bot.js';
import type { Trouble } from '../../../underneath/underneath.js';

/** `false` when the sandbox did not take the order. */
export function orderTrouble(trouble: Trouble, isOn: boolean): Promise<boolean> {
  return order('/sandbox/trouble', { trouble, isOn });
}

/** Resolves when the bot is there again. */
export function orderRestart(how: Restart): Promise<boolean> {
  return order('/sandbox/restart', { how });
}

/** Has the API hold so many API clients. */
export function orderClients(count: number): Promise<boolean> {
  return order('/sandbox/clients', { count });
}

/** Resolves when Slack, the API and the bot live by the later time. */
export function orderLater(laterMs: number): Promise<boolean> {
  return order('/sandbox/clock', { laterMs });
}

async function order(path: string, body: object): Promise<boolean> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.ok;
  } catch {
    return false;
  }
}
