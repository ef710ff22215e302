import type { AlphausUserName } from '../../core/model/api-client.js';
import { type ClientId, ClientId as AnyClientId } from '../../core/model/ids.js';
import { userNamed } from '../../core/connection/connection.js';
import { type Action, actions, type Decision, type Target } from '../../core/model/decision.js';
import { targetOf } from '../../core/clients/find-client.js';
import { type Grant, isGrantedTo } from '../../core/rights/grants.js';
import { Problem } from '../../core/problem.js';
import { parseArguments } from '../call/arguments.js';
import { message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { denial } from '../call/answering/failure.js';
import type { Conversation } from '../call/conversation.js';
import type { Inline, Sentence } from '../text/sentence.js';
import { clientInSight } from '../forms/client-in-sight.js';

/** What people call an act, beside its own name. */
const ALSO_CALLED: Readonly<Record<string, Action>> = {
  policy: 'setup',
  connection: 'setup',
  approve: 'decide-request',
  deny: 'decide-request',
  decide: 'decide-request',
  withdraw: 'withdraw-request',
  revoke: 'revoke-approval',
  collect: 'collect-request',
  replace: 'rotate',
};

/** What is decided by a name that no command has. */
const NO_COMMANDS: ReadonlySet<Action> = new Set<Action>(['use', 'own', 'assign', 'snooze']);

/** The acts that people know by name. */
export const namedActions: readonly Action[] = actions.filter(
  (action) => !action.includes('-') && !NO_COMMANDS.has(action),
);

export function readAction(word: string): Action {
  const wanted = word.toLowerCase();
  const action = actions.find((one) => one === wanted) ?? ALSO_CALLED[wanted];
  if (action === undefined) throw new Problem({ kind: 'unknown-action', action: word, known: namedActions });
  return action;
}

/** What an act is asked about. */
export interface About {
  readonly target: Target | 'any';
  readonly shown: Inline | undefined;
}

const anything: About = { target: 'any', shown: undefined };

/** An Alphaus user, by its name. */
export async function aboutUser(call: Call, word: string): Promise<About | undefined> {
  const { connection } = await call.connected();
  const user: AlphausUserName | undefined = userNamed(await connection.alphaus.users(), word);
  return user && { target: { user }, shown: { bold: call.words.alphausUser(user) } };
}

/** One API client; one that the person may not see is answered like one that there is not. */
async function aboutClient(call: Call, id: ClientId): Promise<About> {
  const { services, found } = await clientInSight(call, { id }, 'show');
  if (found.kind !== 'found') throw new Problem({ kind: 'client-not-found' });
  return { target: targetOf(services, found), shown: { code: id } };
}

async function about(call: Call, word: string | undefined): Promise<About> {
  if (word === undefined) return anything;
  const id = AnyClientId.safeParse(word).data;
  try {
    const user = await aboutUser(call, word);
    if (user !== undefined) return user;
  } catch (error) {
    // It may be a client of a product that tells.
    const isAway = error instanceof Problem && error.facts.kind === 'product-away';
    if (!isAway || id === undefined) throw error;
  }
  if (id === undefined) throw new Problem({ kind: 'alphaus-user-unknown', user: word });
  return aboutClient(call, id);
}

/** Whether this person may, and the reason in words. */
async function answer(
  call: Call,
  acts: readonly Action[],
  decision: Decision,
  { target, shown }: About,
): Promise<Sentence> {
  const { why } = call.words;
  const asked = { actions: acts, what: shown };
  switch (decision.kind) {
    case 'allow':
      return why.may(asked, decision.rule, await grantBehind(call, target));
    case 'needs-approval':
      return why.needsApproval(asked, {
        rule: decision.rule,
        by: decision.by,
        grantWaits: await hasWaitingGrant(call, target),
      });
    case 'deny':
      return why.mayNot(asked, await denial(call, decision.reason));
  }
}

/** What stands first is what somebody cannot do, or not alone. */
const FIRST: readonly Decision['kind'][] = ['deny', 'needs-approval', 'allow'];

/** All acts that people know by name: those of the same answer, for the same reason, in one line. */
async function overview(call: Call): Promise<readonly Sentence[]> {
  const groups = new Map<string, { readonly decision: Decision; readonly acts: Action[] }>();
  for (const action of namedActions) {
    const decision = await call.rights.decision(action, 'any');
    const key = `${decision.kind}:${decision.kind === 'deny' ? decision.reason : decision.rule}`;
    const group = groups.get(key) ?? { decision, acts: [] };
    group.acts.push(action);
    groups.set(key, group);
  }
  const sorted = [...groups.values()].sort(
    (one, other) => FIRST.indexOf(one.decision.kind) - FIRST.indexOf(other.decision.kind),
  );
  return Promise.all(sorted.map(({ decision, acts }) => answer(call, acts, decision, anything)));
}

/** Whether the person has a grant that gives no right, as another account is connected. */
async function hasWaitingGrant(call: Call, target: Target | 'any'): Promise<boolean> {
  const { waitingGrants = [] } = await call.services.rules.of(call.services.workspace);
  return (await grantOf(call, waitingGrants, target)) !== undefined;
}

/** The person's own grant that the answer speaks of. */
async function grantBehind(call: Call, target: Target | 'any') {
  const { grants } = await call.services.rules.of(call.services.workspace);
  return grantOf(call, grants, target);
}

/** The first of these grants that the person holds, for the Alphaus user that is asked about. */
async function grantOf({ services, person }: Call, grants: readonly Grant[], target: Target | 'any') {
  const user = target === 'any' ? undefined : target.user;
  const groups = grants.some(({ to }) => to.kind === 'group') ? await services.people.groupsOf(person) : [];
  const holder = { id: person, groups: groups.map(({ id }) => id) };
  return grants.find(
    (grant) => isGrantedTo(grant, holder) && (user === undefined || grant.users.includes(user)),
  );
}

async function start(call: Call, text: string): Promise<void> {
  await call.rights.allowedTo('use');
  const { positional } = parseArguments(text, {});
  const [word, what, stray] = positional;
  if (stray !== undefined) throw new Problem({ kind: 'unexpected-argument', argument: stray });
  if (word === undefined) {
    return call.reply(message([[call.words.why.overview], ...(await overview(call))]));
  }
  const action = readAction(word);
  const asked = await about(call, what);
  const decision = await call.rights.decision(action, asked.target);
  await call.reply(message([await answer(call, [action], decision, asked)]));
}

export const whyConversation: Conversation = {
  command: {
    name: 'why',
    action: 'use',
    start,
  },
};
