import type { Connection } from '../../core/connection/connection.js';
import { AlphausUserName } from '../../core/model/api-client.js';
import type { ClientSpec } from '../../core/model/client-record.js';
import { decide } from '../../core/rights/decide.js';
import type { Call } from '../call/call.js';
import { NOT_SURE } from './user-input.js';

/** Fetched while the form is filled in, so that a name that exists already can be pointed out. */
export function fetchList(call: Call, connection: Connection, user: string): void {
  const name = AlphausUserName.safeParse(user).data;
  if (name === undefined || user === NOT_SURE || !seesClientsOf(call, name)) return;
  connection.directory.list(name).catch((error: unknown) => {
    call.log.warn({ err: error }, 'the list for pointing out names could not be fetched');
  });
}

/** Known from memory only: a create never waits for a list. */
export function hasName(call: Call, wish: Pick<ClientSpec, 'user'> & { readonly name: string }): boolean {
  if (!seesClientsOf(call, wish.user)) return false;
  return call.services.connections.known()?.directory.hasName(wish.user, wish.name) ?? false;
}

/** Nothing is pointed out to who may not list; from memory, too. */
function seesClientsOf({ services, person }: Call, user: AlphausUserName): boolean {
  const actor = services.people.lastKnown(person);
  const rules = services.rules.known(services.workspace);
  if (actor === undefined || rules === undefined) return false;
  return decide(rules, actor, 'list', { user }).kind === 'allow';
}
