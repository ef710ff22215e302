import type { Actor } from '../../../src/core/model/actor.js';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import { GroupId, PersonId } from '../../../src/core/model/ids.js';
import type { WorkspaceRules } from '../../../src/core/rights/decide.js';
import { Grant } from '../../../src/core/rights/grants.js';
import { Policy } from '../../../src/core/rights/policy.js';

export const person = (id: string): PersonId => PersonId.parse(id);
export const group = (id: string): GroupId => GroupId.parse(id);
export const billing = AlphausUserName.parse('billing');
export const analytics = AlphausUserName.parse('analytics');

export const actor = (id: string, more: Partial<Actor> = {}): Actor => ({
  id: person(id),
  standing: 'member',
  slackAdmin: false,
  groups: [],
  ...more,
});

export const grant = (to: Grant['to'], ...users: AlphausUserName[]): Grant =>
  Grant.parse({ id: 'g1', to, users, by: 'UADMIN', at: '2026-11-01T00:00:00.000Z' });

export const rules = (policy: object = {}, ...grants: Grant[]): WorkspaceRules => ({
  policy: Policy.parse(policy),
  grants,
});
