import type { User } from './accounts.js';
import { json, Refusal, stream } from './answer.js';
import type { SandboxClient } from './api-clients.js';
import { type World, callerOf, clientOf } from './authorization.js';
import { type Endpoint, newClientName } from './endpoint.js';

/** Blue API: always the caller's own API clients. */
export function blueEndpoints(world: World): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/m/blue/iam/v1/whoami',
      operation: 'whoami',
      act: (request) => json(blueUser(callerOf(world, request).user)),
    },
    {
      method: 'GET',
      path: '/m/blue/iam/v1/users',
      operation: 'users',
      streams: true,
      act: (request) => {
        const { user } = callerOf(world, request);
        if (user.parent !== '') throw new Refusal(403, 'a subuser has no subusers');
        return stream(world.accounts.subusersOf(user).map(blueUser));
      },
    },
    {
      method: 'POST',
      path: '/m/blue/iam/v1/apiclients',
      operation: 'create',
      act: (request) => {
        const { user, product } = callerOf(world, request);
        const made = world.clients.add(user.name, { name: newClientName(request), product });
        return json({ ...listed(made), clientSecret: made.secret });
      },
    },
    {
      method: 'GET',
      path: '/m/blue/iam/v1/apiclients',
      operation: 'list',
      streams: true,
      act: (request) => {
        const { user, product } = callerOf(world, request);
        return stream(world.clients.of(user.name, product).map(listed));
      },
    },
    {
      method: 'DELETE',
      path: '/m/blue/iam/v1/apiclients/:id',
      operation: 'delete',
      act: (request) => {
        const { user, product } = callerOf(world, request);
        world.clients.delete(clientOf(world, user, product, request.parameter('id')).id);
        return json({});
      },
    },
  ];
}

function listed({ id, name, user, createTime }: SandboxClient) {
  return {
    clientId: id,
    clientSecret: '',
    name,
    grantType: 'client_credentials',
    parent: user,
    createTime,
  };
}

function blueUser({ id, name, parent }: User) {
  return { id: name, parent, metadata: { userId: id, nickname: name } };
}
