import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../src/core/model/actor.js';
import { type Action, actions, type Target } from '../../../src/core/model/decision.js';
import { decide } from '../../../src/core/rights/decide.js';
import type { Approval } from '../../../src/core/rights/policy.js';
import { actor, analytics, billing, grant, group, person, rules } from './rules.js';

const roles = {
  'slack admin': actor('USLACK', { slackAdmin: true }),
  'named admin': actor('UADMIN'),
  'admin by group': actor('UADMIN2', { groups: [group('SADMINS')] }),
  approver: actor('UAPPROVER'),
  'approver by group': actor('UAPPROVER2', { groups: [group('SAPPROVERS')] }),
  'grant holder': actor('UGRANTED'),
  'grant holder by group': actor('UGRANTED2', { groups: [group('SGRANTED')] }),
  member: actor('UMEMBER'),
} as const;
type Role = keyof typeof roles;

const policy = {
  admins: { people: ['UADMIN'], groups: ['SADMINS'] },
  approvers: { people: ['UAPPROVER'], groups: ['SAPPROVERS'] },
};
const grants = [
  grant({ kind: 'person', id: person('UGRANTED') }, billing),
  grant({ kind: 'group', id: group('SGRANTED') }, billing),
];
const by = (more: object = {}) => rules({ ...policy, ...more }, ...grants);

const own = (who: Actor): Target['owner'] => ({ kind: 'person', id: who.id });
const others: Target['owner'] = { kind: 'person', id: person('USOMEBODY') };

/** What an act is done to, for the person who does it. */
const targets = {
  'own, under U': (who) => ({ user: billing, owner: own(who) }),
  'others’, under U': () => ({ user: billing, owner: others }),
  'nobody’s, under U': () => ({ user: billing }),
  'own, elsewhere': (who) => ({ user: analytics, owner: own(who) }),
  'others’, elsewhere': () => ({ user: analytics, owner: others }),
  'nobody’s, elsewhere': () => ({ user: analytics }),
} satisfies Record<string, (who: Actor) => Target>;
type OnClient = keyof typeof targets;

/** One word for a decision: the rule of an allowed act, `ask: …`, or why not. */
function answer(action: Action, role: Role, target: Target | 'any', more: object = {}): string {
  const decision = decide(by(more), roles[role], action, target);
  switch (decision.kind) {
    case 'allow':
      return decision.rule;
    case 'needs-approval':
      return `ask: ${decision.rule}`;
    case 'deny':
      return decision.reason;
  }
}

const columns: readonly Role[] = [
  'slack admin',
  'named admin',
  'admin by group',
  'approver',
  'approver by group',
  'grant holder',
  'grant holder by group',
  'member',
];
const row = (...answers: string[]): Record<Role, string> => {
  const [admin = '', approver = '', granted = '', member = ''] = answers;
  const named = admin === 'slack-admin' ? 'named-admin' : admin;
  return {
    'slack admin': admin,
    'named admin': named,
    'admin by group': named,
    approver,
    'approver by group': approver,
    'grant holder': granted,
    'grant holder by group': granted,
    member,
  };
};
const answers = (
  action: Action,
  target: (who: Actor) => Target | 'any',
  more: object = {},
): Record<string, string> =>
  Object.fromEntries(columns.map((role) => [role, answer(action, role, target(roles[role]), more)]));

describe('setup, access, doctor, review and the audit trail are the admins’', () => {
  test.each(['setup', 'access', 'doctor', 'audit', 'review'] as const)('%s', (action) => {
    expect(answers(action, () => 'any')).toEqual(
      row('slack-admin', 'not-an-admin', 'not-an-admin', 'not-an-admin'),
    );
  });

  test('Slack’s admins lose them when the policy says so, named admins keep them', () => {
    expect(answers('setup', () => 'any', { slackAdminsAreAdmins: false })).toEqual({
      ...row('named-admin', 'not-an-admin', 'not-an-admin', 'not-an-admin'),
      'slack admin': 'not-an-admin',
    });
  });
});

test.each(['use', 'request', 'own'] as const)('every member may %s', (action) => {
  expect(answers(action, () => 'any')).toEqual(row('member', 'member', 'member', 'member'));
});

describe.each(['list', 'show'] as const)('to %s', (action) => {
  test.each<[OnClient, string[]]>([
    ['own, under U', ['slack-admin', 'approver', 'grant', 'owner']],
    ['others’, under U', ['slack-admin', 'approver', 'grant', 'not-visible']],
    ['nobody’s, under U', ['slack-admin', 'approver', 'grant', 'not-visible']],
    ['own, elsewhere', ['slack-admin', 'approver', 'owner', 'owner']],
    ['others’, elsewhere', ['slack-admin', 'approver', 'not-visible', 'not-visible']],
    ['nobody’s, elsewhere', ['slack-admin', 'approver', 'not-visible', 'not-visible']],
  ])('%s', (on, expected) => {
    expect(answers(action, targets[on])).toEqual(row(...expected));
  });

  test('anything at all: everybody their own', () => {
    expect(answers(action, () => 'any')).toEqual(row('slack-admin', 'approver', 'member', 'member'));
  });
});

describe('to create', () => {
  test.each<[Approval, string, string[]]>([
    ['without-grant', 'under U', ['slack-admin', 'ask: no-grant', 'grant', 'ask: no-grant']],
    ['without-grant', 'elsewhere', ['slack-admin', 'ask: no-grant', 'ask: no-grant', 'ask: no-grant']],
    ['without-grant', 'anywhere', ['slack-admin', 'ask: no-grant', 'grant', 'ask: no-grant']],
    ['always', 'under U', ['ask: always', 'ask: always', 'ask: always', 'ask: always']],
    ['always', 'elsewhere', ['ask: always', 'ask: always', 'ask: always', 'ask: always']],
    ['always', 'anywhere', ['ask: always', 'ask: always', 'ask: always', 'ask: always']],
    ['never', 'under U', ['slack-admin', 'no-approval-needed', 'grant', 'no-approval-needed']],
    ['never', 'elsewhere', ['slack-admin', 'no-approval-needed', 'no-approval-needed', 'no-approval-needed']],
    ['never', 'anywhere', ['slack-admin', 'no-approval-needed', 'grant', 'no-approval-needed']],
  ])('with approval %s, %s', (approval, where, expected) => {
    const target =
      where === 'under U' ? { user: billing } : where === 'elsewhere' ? { user: analytics } : 'any';
    expect(answers('create', () => target, { approval })).toEqual(row(...expected));
  });

  test('who needs an approval learns who could give it', () => {
    expect(decide(by(), roles.member, 'create', { user: billing })).toEqual({
      kind: 'needs-approval',
      rule: 'no-grant',
      by: { ...policy, slackAdmins: true },
    });
  });
});

describe.each(['delete', 'rotate', 'extend'] as const)('to %s', (action) => {
  test.each<[OnClient, string[]]>([
    ['own, under U', ['slack-admin', 'owner', 'owner', 'owner']],
    ['others’, under U', ['slack-admin', 'not-owner', 'not-owner', 'not-visible']],
    ['nobody’s, under U', ['slack-admin', 'not-owner', 'not-owner', 'not-visible']],
    ['own, elsewhere', ['slack-admin', 'owner', 'owner', 'owner']],
    ['others’, elsewhere', ['slack-admin', 'not-owner', 'not-visible', 'not-visible']],
    ['nobody’s, elsewhere', ['slack-admin', 'not-owner', 'not-visible', 'not-visible']],
  ])('%s', (on, expected) => {
    expect(answers(action, targets[on])).toEqual(row(...expected));
  });

  test('what is others’, by a holder of a grant, where the policy says so', () => {
    const more = { grantHoldersDeleteOthers: true };
    expect(answers(action, targets['others’, under U'], more)).toEqual(
      row('slack-admin', 'not-owner', 'grant', 'not-visible'),
    );
    expect(answers(action, targets['others’, elsewhere'], more)).toEqual(
      row('slack-admin', 'not-owner', 'not-visible', 'not-visible'),
    );
  });

  test('the connection’s own credential: nobody, and who may not see it does not learn of it', () => {
    expect(answers(action, () => ({ user: billing, ownCredential: true }))).toEqual(
      row('own-credential', 'own-credential', 'own-credential', 'not-visible'),
    );
  });

  test('anything at all: everybody what they own', () => {
    expect(answers(action, () => 'any')).toEqual(row('slack-admin', 'owner', 'owner', 'owner'));
  });

  test('what belongs to a user group: everybody in it', () => {
    const target: Target = { user: analytics, owner: { kind: 'group', id: group('SGRANTED') } };
    expect(answers(action, () => target)).toEqual({
      ...row('slack-admin', 'not-owner', 'not-visible', 'not-visible'),
      'grant holder by group': 'owner',
    });
  });
});

describe('to claim', () => {
  test.each<[OnClient, string[]]>([
    ['own, under U', ['has-owner', 'has-owner', 'has-owner', 'has-owner']],
    ['others’, under U', ['has-owner', 'has-owner', 'has-owner', 'not-visible']],
    ['nobody’s, under U', ['slack-admin', 'not-owner', 'grant', 'not-visible']],
    ['nobody’s, elsewhere', ['slack-admin', 'not-owner', 'not-visible', 'not-visible']],
  ])('%s', (on, expected) => {
    expect(answers('claim', targets[on])).toEqual(row(...expected));
  });

  test('anything at all', () => {
    expect(answers('claim', () => 'any')).toEqual(row('slack-admin', 'not-owner', 'grant', 'not-owner'));
  });
});

describe('to transfer', () => {
  test.each<[OnClient, string[]]>([
    ['own, under U', ['slack-admin', 'owner', 'owner', 'owner']],
    ['others’, under U', ['slack-admin', 'not-owner', 'not-owner', 'not-visible']],
    ['nobody’s, under U', ['slack-admin', 'not-owner', 'not-owner', 'not-visible']],
    ['others’, elsewhere', ['slack-admin', 'not-owner', 'not-visible', 'not-visible']],
  ])('%s', (on, expected) => {
    expect(answers('transfer', targets[on], { grantHoldersDeleteOthers: true })).toEqual(row(...expected));
  });
});

describe.each(['assign', 'snooze'] as const)('to %s', (action) => {
  test.each<[OnClient, string[]]>([
    ['own, under U', ['slack-admin', 'not-an-admin', 'not-an-admin', 'not-an-admin']],
    ['others’, under U', ['slack-admin', 'not-an-admin', 'not-an-admin', 'not-visible']],
    ['nobody’s, under U', ['slack-admin', 'not-an-admin', 'not-an-admin', 'not-visible']],
    ['own, elsewhere', ['slack-admin', 'not-an-admin', 'not-an-admin', 'not-an-admin']],
    ['others’, elsewhere', ['slack-admin', 'not-an-admin', 'not-visible', 'not-visible']],
    ['nobody’s, elsewhere', ['slack-admin', 'not-an-admin', 'not-visible', 'not-visible']],
  ])('%s', (on, expected) => {
    expect(answers(action, targets[on], { grantHoldersDeleteOthers: true })).toEqual(row(...expected));
  });

  test('anything at all: admins', () => {
    expect(answers(action, () => 'any')).toEqual(
      row('slack-admin', 'not-an-admin', 'not-an-admin', 'not-an-admin'),
    );
  });
});

describe('to confirm that it is still needed', () => {
  test.each<[OnClient, string[]]>([
    ['own, under U', ['slack-admin', 'owner', 'owner', 'owner']],
    ['others’, under U', ['slack-admin', 'not-owner', 'not-owner', 'not-visible']],
    ['nobody’s, under U', ['slack-admin', 'not-owner', 'not-owner', 'not-visible']],
    ['others’, elsewhere', ['slack-admin', 'not-owner', 'not-visible', 'not-visible']],
  ])('%s', (on, expected) => {
    const more = { grantHoldersDeleteOthers: true };
    expect(answers('confirm-needed', targets[on], more)).toEqual(row(...expected));
  });

  test('anything at all: everybody what they own', () => {
    expect(answers('confirm-needed', () => 'any')).toEqual(row('slack-admin', 'owner', 'owner', 'owner'));
  });
});

test.each(['transfer', 'assign', 'snooze', 'confirm-needed'] as const)(
  'to %s the connection’s own credential takes nothing from the connection',
  (action) => {
    const target = (who: Actor): Target => ({ user: billing, owner: own(who), ownCredential: true });
    expect(answers(action, target)['slack admin']).toBe('slack-admin');
  },
);

describe.each(['accept-transfer', 'decline-transfer'] as const)('to %s', (action) => {
  test('only the person to whom it is offered, admins or not', () => {
    const toThem = (who: Actor): Target => ({ user: billing, newOwner: who.id });
    const toAnother = (): Target => ({ user: billing, newOwner: person('USOMEBODY') });
    const everyone = row('new-owner', 'new-owner', 'new-owner', 'new-owner');
    const nobody = row('not-new-owner', 'not-new-owner', 'not-new-owner', 'not-new-owner');
    const named = { 'named admin': 'new-owner', 'admin by group': 'new-owner' };
    expect(answers(action, toThem)).toEqual({ ...everyone, ...named });
    expect(answers(action, toAnother)).toEqual(nobody);
    expect(answers(action, () => ({ user: billing }))).toEqual(nobody);
    expect(answers(action, () => 'any')).toEqual({ ...everyone, ...named });
  });
});

describe('with a request', () => {
  const mine = (who: Actor): Target => ({ user: billing, requester: who.id });
  const theirs = (): Target => ({ user: billing, requester: person('USOMEBODY') });

  test('admins and approvers decide those of others', () => {
    expect(answers('decide-request', theirs)).toEqual(
      row('slack-admin', 'approver', 'not-an-approver', 'not-an-approver'),
    );
    expect(answers('decide-request', () => 'any')).toEqual(
      row('slack-admin', 'approver', 'not-an-approver', 'not-an-approver'),
    );
  });

  test('nobody decides their own', () => {
    expect(answers('decide-request', mine)).toEqual(
      row('own-request', 'own-request', 'not-an-approver', 'not-an-approver'),
    );
  });

  test('admins, and the people who gave it, revoke an approval', () => {
    const given = (who: Actor): Target => ({ user: billing, approvers: [person('USOMEBODY'), who.id] });
    const byAnother = (): Target => ({ user: billing, approvers: [person('USOMEBODY')] });
    expect(answers('revoke-approval', given)).toEqual(
      row('slack-admin', 'gave-approval', 'gave-approval', 'gave-approval'),
    );
    expect(answers('revoke-approval', byAnother)).toEqual(
      row('slack-admin', 'not-its-approver', 'not-its-approver', 'not-its-approver'),
    );
    expect(answers('revoke-approval', () => ({ user: billing }))).toEqual(
      row('slack-admin', 'not-its-approver', 'not-its-approver', 'not-its-approver'),
    );
    expect(answers('revoke-approval', () => 'any')).toEqual(
      row('slack-admin', 'gave-approval', 'gave-approval', 'gave-approval'),
    );
  });

  test('the requester and those who may decide see it', () => {
    expect(answers('show-request', mine)).toEqual(row('requester', 'requester', 'requester', 'requester'));
    expect(answers('show-request', theirs)).toEqual(
      row('slack-admin', 'approver', 'not-visible', 'not-visible'),
    );
    expect(answers('show-request', () => 'any')).toEqual(row('member', 'member', 'member', 'member'));
  });

  test.each(['edit-request', 'withdraw-request', 'collect-request', 'confirm-receipt'] as const)(
    'only who asked may %s',
    (action) => {
      expect(answers(action, mine)).toEqual(row('requester', 'requester', 'requester', 'requester'));
      expect(answers(action, theirs)).toEqual(
        row('not-requester', 'not-requester', 'not-requester', 'not-requester'),
      );
      expect(answers(action, () => 'any')).toEqual(row('member', 'member', 'member', 'member'));
    },
  );
});

describe.each(['guest', 'stranger', 'bot', 'deactivated'] as const)('a %s', (standing) => {
  test.each(actions)('may not %s, whatever they are named, granted or own', (action) => {
    for (const role of columns) {
      const who: Actor = { ...roles[role], standing };
      for (const target of ['any', { user: billing, owner: own(who), requester: who.id }] as const) {
        expect(decide(by({ approval: 'never' }), who, action, target)).toEqual({
          kind: 'deny',
          reason: standing,
        });
      }
    }
  });
});
