import type { GroupId, PersonId } from './ids.js';

/** What Slack says about a person: only full members of the workspace ever get anything. */
export type Standing = 'member' | 'guest' | 'stranger' | 'bot' | 'deactivated';

/** What is known about a person at the moment of the act, fresh from Slack. */
export interface Actor {
  readonly id: PersonId;
  readonly standing: Standing;
  /** A Slack owner or admin of the workspace. */
  readonly slackAdmin: boolean;
  /** The user groups that the person is in. */
  readonly groups: readonly GroupId[];
}
