import type { Actor } from '../../core/model/actor.js';
import type { PersonId } from '../../core/model/ids.js';
import type { SlackUser } from '../web-api/slack-answers.js';
import { type Language, languageOf } from '../text/languages.js';
import type { Teams } from './teams.js';

/** What is known of a person from what Slack tells of them alone. */
export interface Known {
  /** Without user groups: Slack tells these by the group. */
  readonly actor: Actor;
  /** IANA; Slack's own default for a person who has none. */
  readonly zone: string;
  /** The workspaces of Slack that the person is in, and the bot. */
  readonly teams: readonly string[];
  /** In which they have Slack; Slack does not tell it of people from elsewhere. */
  readonly language: Language | undefined;
}

/** `all`: the workspaces that the bot is in. */
export function knownFrom(teams: Teams, person: PersonId, user: SlackUser, all: readonly string[]): Known {
  const own = teams.of(user, all);
  return {
    teams: own,
    zone: user.tz ?? 'UTC',
    language: user.locale === undefined ? undefined : languageOf(user.locale),
    actor: {
      id: person,
      standing: standingOf(user, own.length > 0),
      slackAdmin: teams.isAdmin(user),
      groups: [],
    },
  };
}

/** Somebody whom Slack does not know here, or no longer. */
export const unknownHere = (person: PersonId): Known => ({
  teams: [],
  zone: 'UTC',
  language: undefined,
  actor: { id: person, standing: 'stranger', slackAdmin: false, groups: [] },
});

function standingOf(user: SlackUser, belongs: boolean): Actor['standing'] {
  if (user.deleted === true) return 'deactivated';
  if (user.is_bot === true || user.id === 'USLACKBOT') return 'bot';
  if (user.is_stranger === true || !belongs) return 'stranger';
  if (user.is_restricted === true || user.is_ultra_restricted === true) return 'guest';
  return 'member';
}
