import { expect, test } from 'vitest';
import { PersonId, WorkspaceId } from '../../../src/core/model/ids.js';
import { Problem } from '../../../src/core/problem.js';
import { People } from '../../../src/slack/people/people.js';
import { SlackCalls } from '../../../src/slack/web-api/slack-calls.js';

const ben = PersonId.parse('UBEN');

/** People of whom Slack says one word alone. */
function peopleOf(error: string): People {
  const calls: SlackCalls = Object.create(SlackCalls.prototype);
  calls.user = async () => {
    throw new Problem({ kind: 'slack-failed', method: 'users.info', error });
  };
  return new People(calls, WorkspaceId.parse('T1'), () => new Date());
}

test.each(['user_not_found', 'user_not_visible'])(
  'somebody whom Slack does not know here (%s) is a stranger in no zone',
  async (word) => {
    const people = peopleOf(word);
    const stranger = { id: ben, standing: 'stranger', slackAdmin: false, groups: [] };
    expect(await people.actorWithoutGroups(ben)).toEqual(stranger);
    expect(await people.zoneOf(ben)).toBe('UTC');
    expect(await people.languageOf(ben)).toBeUndefined();
  },
);

test.each(['fatal_error', 'ratelimited', 'TimeoutError'])(
  'somebody of whom Slack says nothing now (%s) is not known',
  async (word) => {
    const unknown = { facts: { kind: 'person-unknown' } };
    await expect(peopleOf(word).actorWithoutGroups(ben)).rejects.toMatchObject(unknown);
  },
);

test('a refusal of the app says nothing of a person', async () => {
  const refused = { facts: { kind: 'slack-failed' } };
  await expect(peopleOf('missing_scope').zoneOf(ben)).rejects.toMatchObject(refused);
});
