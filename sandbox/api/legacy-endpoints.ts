import type { User } from './accounts.js';
import { json, Refusal } from './answer.js';
import type { SandboxClient } from './api-clients.js';
import { type World, callerOf, clientOf, targetOf } from './authorization.js';
import { type Endpoint, newClientName } from './endpoint.js';

/** The API clients API: the user, root or sub, is part of the path. */
export function legacyEndpoints(world: World): readonly Endpoint[] {
  return [
    {
      method: 'POST',
      path: '/m/u/users/client/:user',
      operation: 'create',
      act: (request) => {
        const { user: caller, product } = callerOf(world, request);
        const user = targetOf(world, caller, request.parameter('user'));
        const name = newClientName(request);
        const made = world.clients.add(user.name, { name, product });
        return json({ ...listed(user, made), client_secret: made.secret, username: user.name });
      },
    },
    {
      method: 'GET',
      path: '/m/u/users/clients/:user',
      operation: 'list',
      act: (request) => {
        const { user: caller, product } = callerOf(world, request);
        const user = targetOf(world, caller, request.parameter('user'));
        return json(world.clients.of(user.name, product).map((client) => listed(user, client)));
      },
    },
    {
      method: 'DELETE',
      path: '/m/u/users/client/:user/:id',
      operation: 'delete',
      act: (request) => {
        const { user: caller, product } = callerOf(world, request);
        const user = targetOf(world, caller, request.parameter('user'));
        world.clients.delete(clientOf(world, user, product, request.parameter('id')).id);
        return json({ status: 'success' });
      },
    },
    {
      method: 'GET',
      path: '/m/u/users',
      operation: 'users',
      act: (request) => {
        const { user: caller } = callerOf(world, request);
        if (caller.parent !== '') throw new Refusal(403, 'a subuser has no subusers');
        return json(world.accounts.subusersOf(caller).map(subuser));
      },
    },
  ];
}

function listed(user: User, { id, name, createTime }: SandboxClient) {
  return {
    client_id: id,
    client_secret: '',
    grant_type: 'client_credentials',
    create_time: createTime,
    user_id: user.id,
    name,
  };
}

function subuser({ id, name, parent }: User) {
  return {
    user_id: id,
    username: name,
    msp_user: parent,
    mobingi_user: name,
    email: `${name}@${parent.replace(/^.*@/, '')}`,
    nickname: name,
  };
}
