import { describe, expect, test } from 'vitest';
import { PersonId } from '../../src/core/api-client.js';
import { type Action, type Actor, decide } from '../../src/core/policy.js';

const actions: readonly Action[] = ['create', 'list', 'show', 'delete', 'confirm-receipt'];
const person = (standing: Actor['standing'], slackAdmin: boolean): Actor => ({
  id: PersonId.parse('U1'),
  standing,
  slackAdmin,
});

describe('who may do what', () => {
  test.each(actions)('an admin who is a full member may %s', (action) => {
    expect(decide(person('member', true), action).kind).toBe('allow');
  });

  test.each(['create', 'list', 'show', 'delete'] as const)(
    'a member who is no admin may not %s',
    (action) => {
      expect(decide(person('member', false), action)).toEqual({ kind: 'deny', reason: 'not-an-admin' });
    },
  );

  test('a member may say that the secret of a client made for them is saved', () => {
    expect(decide(person('member', false), 'confirm-receipt')).toEqual({ kind: 'allow', rule: 'member' });
  });

  for (const standing of ['guest', 'stranger', 'bot', 'deactivated'] as const) {
    test.each(actions)(`a ${standing} may not %s, be they flagged as an admin or not`, (action) => {
      for (const admin of [true, false]) {
        expect(decide(person(standing, admin), action)).toEqual({ kind: 'deny', reason: standing });
      }
    });
  }
});
