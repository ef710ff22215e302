import type { WebClient } from '@slack/web-api';

/**
 * Who beside the workspace reads a channel: another company, one that is invited to it, or other workspaces of its
 * organisation.
 */
export type SharedWith = 'nobody' | 'organisation' | 'invited' | 'company';

type SlackChannel = NonNullable<Awaited<ReturnType<WebClient['conversations']['info']>>['channel']>;

/** A person as Slack tells of them. */
export type SlackUser = NonNullable<Awaited<ReturnType<WebClient['users']['info']>>['user']>;

/** A user group as Slack tells of it. */
export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly members: readonly string[];
}

/** Tells from a channel's facts who else reads it. */
export function sharedWith(channel: SlackChannel): SharedWith {
  // A channel that is shared, and not within the organisation, is shared with somebody else.
  if (channel.is_ext_shared === true) return 'company';
  if (channel.is_shared === true && channel.is_org_shared !== true) return 'company';
  if (channel.is_pending_ext_shared === true || (channel.pending_shared ?? []).length > 0) return 'invited';
  return channel.is_org_shared === true ? 'organisation' : 'nobody';
}

/** How far our clock is ahead of Slack's, in milliseconds; Slack tells whole seconds, so less than one is no difference. */
export function skewOf(date: string | null, now: number): number {
  const slack = Date.parse(date ?? '');
  if (Number.isNaN(slack)) return 0;
  return now < slack ? now - slack : Math.max(0, now - slack - 1_000);
}
