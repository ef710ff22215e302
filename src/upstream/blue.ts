import { z } from 'zod';
import { mappedInSlices } from '../core/async/in-slices.js';
import { ClientId } from '../core/model/ids.js';
import type {
  AlphausUser,
  AlphausUserName,
  ApiClient,
  ClientName,
  IssuedApiClient,
} from '../core/model/api-client.js';
import type { ApiClients, CreateOutcome } from '../core/connection/alphaus.js';
import { type ApiOperation, Problem } from '../core/problem.js';
import { Secret } from '../core/model/secret.js';
import { deletionOf, valueOf } from './answer.js';
import type { AuthorizedCalls } from './authorized-calls.js';
import { json } from './body.js';
import { createOutcome } from './create-outcome.js';
import { createdAt } from './created-at.js';
import { pathSegment } from './path-segment.js';
import { stream } from './stream.js';

const ListedClient = z.object({
  clientId: ClientId,
  name: z.string().nullish(),
  createTime: z.unknown(),
});
const CreatedClient = ListedClient.extend({ clientSecret: z.string().min(1) });
const Deleted = z.object({});

/**
 * Blue API: always acts on the caller's own clients. A call for anybody else is not sent, because
 * it would be done to the caller's.
 */
export class BlueClients implements ApiClients {
  readonly #calls: AuthorizedCalls;
  readonly #url: string;
  readonly #caller: () => Promise<AlphausUser>;

  constructor(calls: AuthorizedCalls, blueUrl: string, caller: () => Promise<AlphausUser>) {
    this.#calls = calls;
    this.#url = `${blueUrl}/iam/v1/apiclients`;
    this.#caller = caller;
  }

  async create(user: AlphausUserName, name: ClientName): Promise<CreateOutcome> {
    await this.#mustBeCaller('create', user);
    const read = json('create', CreatedClient);
    const answer = await this.#calls.once<IssuedApiClient>({
      operation: 'create',
      method: 'POST',
      url: this.#url,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
      read: async (body) => {
        const made = await read(body);
        return { ...clientOf(user, made), name: made.name ?? name, secret: new Secret(made.clientSecret) };
      },
    });
    return createOutcome(answer);
  }

  async list(user: AlphausUserName): Promise<readonly ApiClient[]> {
    await this.#mustBeCaller('list', user);
    const listed = await this.#calls.repeatable({
      operation: 'list',
      method: 'GET',
      url: this.#url,
      read: stream('list', ListedClient),
    });
    return mappedInSlices(valueOf(listed), (item) => clientOf(user, item));
  }

  async delete(user: AlphausUserName, id: ClientId): Promise<'deleted' | 'absent'> {
    await this.#mustBeCaller('delete', user);
    const deleted = await this.#calls.repeatable({
      operation: 'delete',
      method: 'DELETE',
      url: `${this.#url}/${pathSegment('delete', id)}`,
      read: json('delete', Deleted),
    });
    return deletionOf(deleted);
  }

  async #mustBeCaller(operation: ApiOperation, user: AlphausUserName): Promise<void> {
    const caller = await this.#caller();
    if (caller.name !== user) throw new Problem({ kind: 'api-not-found', operation });
  }
}

function clientOf(user: AlphausUserName, item: z.output<typeof ListedClient>): ApiClient {
  return {
    id: item.clientId,
    name: item.name ?? '',
    user,
    createdAt: createdAt(item.createTime),
  };
}
