import type { Actor } from '../../core/model/actor.js';
import { AlphausUserName } from '../../core/model/api-client.js';
import { PersonId } from '../../core/model/ids.js';
import type { Action, AllowRule, Decision, Target } from '../../core/model/decision.js';
import { decide } from '../../core/rights/decide.js';
import type { Grant } from '../../core/rights/grants.js';
import type { VersionedRules } from '../../core/rules/rules.js';
import { Problem } from '../../core/problem.js';
import { parseArguments } from '../call/arguments.js';
import { message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import type { Conversation } from '../call/conversation.js';
import type { Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import { type About, aboutUser, readAction } from './why.js';

/** The rules whose people everyone may know, because they are the people to ask. */
const KNOWN_TO_ALL: ReadonlySet<AllowRule> = new Set(['slack-admin', 'named-admin', 'approver']);
const ORDER: readonly AllowRule[] = [
  'slack-admin',
  'named-admin',
  'approver',
  'grant',
  'owner',
  'new-owner',
  'requester',
  'gave-approval',
  'member',
  'no-approval-needed',
];

/** Nobody real: stands for the holders of grants when the real ones must not be named. */
const holder: Actor = {
  id: PersonId.parse('U0HOLDER-OF-A-GRANT'),
  standing: 'member',
  slackAdmin: false,
  groups: [],
};

/** Whether there are grants is the admins' business: everybody else hears what one would do. */
function withoutRealGrants(rules: VersionedRules, target: Target | 'any'): VersionedRules {
  const user = (target === 'any' ? undefined : target.user) ?? AlphausUserName.parse('*');
  const grant: Grant = {
    id: '-',
    to: { kind: 'person', id: holder.id },
    users: [user],
    by: holder.id,
    at: '',
  };
  return { ...rules, grants: [grant] };
}

interface Question {
  readonly all: VersionedRules;
  readonly everybody: readonly Actor[];
  readonly action: Action;
  readonly target: Target | 'any';
  readonly forAdmin: boolean;
}

/** A line for each rule by which anybody may; names and numbers only of whom the asker may know. */
function lines(
  { whoCan }: Words,
  { all, everybody, action, target, forAdmin }: Question,
): readonly Sentence[] {
  const rules = forAdmin ? all : withoutRealGrants(all, target);
  const members = [
    ...everybody.filter(({ standing }) => standing === 'member'),
    ...(forAdmin ? [] : [holder]),
  ];
  const byRule = new Map<AllowRule, Actor['id'][]>();
  let approval: Extract<Decision, { kind: 'needs-approval' }> | undefined;
  for (const actor of members) {
    const decision = decide(rules, actor, action, target);
    if (decision.kind === 'allow') {
      byRule.set(decision.rule, [...(byRule.get(decision.rule) ?? []), actor.id]);
    }
    if (decision.kind === 'needs-approval') approval = decision;
  }
  const namedTo = (rule: AllowRule): boolean => KNOWN_TO_ALL.has(rule) || (forAdmin && rule === 'grant');
  const said: readonly Sentence[] = [
    ...ORDER.filter((rule) => byRule.has(rule)).map((rule) =>
      whoCan.line(rule, namedTo(rule) ? byRule.get(rule) : undefined),
    ),
    ...(forAdmin && byRule.has('grant') ? grantLines(whoCan, grantsOf(rules, target)) : []),
    ...(approval === undefined ? [] : [whoCan.withApproval(approval.rule, approval.by)]),
  ];
  return said.length === 0 ? [whoCan.nobody] : [...said, whoCan.others];
}

/** So many are told one by one; the list of grants has the rest. */
const GRANTS_AT_MOST = 5;

function grantLines(whoCan: Words['whoCan'], grants: readonly Grant[]): readonly Sentence[] {
  const more = grants.length - GRANTS_AT_MOST;
  return [
    ...grants.slice(0, GRANTS_AT_MOST).map(whoCan.grant),
    ...(more > 0 ? [whoCan.moreGrants(more)] : []),
  ];
}

function grantsOf({ grants }: VersionedRules, target: Target | 'any'): readonly Grant[] {
  const user = target === 'any' ? undefined : target.user;
  return grants.filter(({ users }) => user === undefined || users.includes(user));
}

async function start(call: Call, text: string): Promise<void> {
  await call.rights.allowedTo('use');
  const { positional } = parseArguments(text, {});
  const [word, what, stray] = positional;
  if (stray !== undefined) throw new Problem({ kind: 'unexpected-argument', argument: stray });
  const action = readAction(word ?? '');
  const about: About | undefined =
    what === undefined ? { target: 'any', shown: undefined } : await aboutUser(call, what);
  if (about === undefined) throw new Problem({ kind: 'alphaus-user-unknown', user: what ?? '' });
  const { services } = call;
  const [rules, everybody, access] = await Promise.all([
    services.rules.of(services.workspace),
    services.people.everybody(),
    call.rights.decision('access'),
  ]);
  const { words } = call;
  const said = lines(words, {
    all: rules,
    everybody,
    action,
    target: about.target,
    forAdmin: access.kind === 'allow',
  });
  await call.reply(message([words.whoCan.title({ actions: [action], what: about.shown }), ...said]));
}

export const whoCanConversation: Conversation = {
  command: {
    name: 'who-can',
    action: 'use',
    start,
  },
};
