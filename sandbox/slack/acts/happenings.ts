import type { Channel } from '../workspace/channels.js';
import type { Group, Person } from '../workspace/people.js';
import { groupJson } from '../web-api/usergroups.js';
import { personJson } from '../web-api/users.js';
import { type SlackEvent, sendEvent } from './events.js';
import type { Stage } from './stage.js';

/** What Slack tells the bot about things that people have done without it. */
const tell = (stage: Stage, event: SlackEvent): void => {
  void sendEvent(stage, { ...event, event_ts: stage.clock.ts() });
};

export const personChanged = (stage: Stage, person: Person): void => {
  const cacheTs = Math.floor(stage.clock.now() / 1000);
  tell(stage, { type: 'user_change', user: personJson(person, stage, false), cache_ts: cacheTs });
};

export const groupChanged = (stage: Stage, before: Group, now: Group): void => {
  const added = now.memberIds.filter((id) => !before.memberIds.includes(id));
  const removed = before.memberIds.filter((id) => !now.memberIds.includes(id));
  const seconds = Math.floor(stage.clock.now() / 1000);
  if (added.length + removed.length > 0) {
    tell(stage, {
      type: 'subteam_members_changed',
      subteam_id: now.id,
      team_id: stage.world.team.id,
      date_previous_update: seconds,
      date_update: seconds,
      added_users: added,
      added_users_count: added.length,
      removed_users: removed,
      removed_users_count: removed.length,
    });
  }
  tell(stage, { type: 'subteam_updated', subteam: groupJson(stage.world.team, now, true, true) });
};

const typeOf = (channel: Channel): 'G' | 'C' => (channel.kind === 'private' ? 'G' : 'C');

export const memberJoined = (stage: Stage, channel: Channel, personId: string): void => {
  if (!stage.world.isBotIn(channel)) return;
  const event = {
    user: personId,
    channel: channel.id,
    channel_type: typeOf(channel),
    team: stage.world.team.id,
  };
  tell(stage, { type: 'member_joined_channel', ...event });
};

/** The bot learns that it was removed by another event. */
export const memberLeft = (stage: Stage, channel: Channel, personId: string): void => {
  if (personId === stage.world.bot.userId) {
    const type = channel.kind === 'private' ? 'group_left' : 'channel_left';
    tell(stage, { type, channel: channel.id });
  } else if (stage.world.isBotIn(channel)) {
    const event = {
      user: personId,
      channel: channel.id,
      channel_type: typeOf(channel),
      team: stage.world.team.id,
    };
    tell(stage, { type: 'member_left_channel', ...event });
  }
};

export const channelArchived = (stage: Stage, channel: Channel): void => {
  if (!stage.world.isBotIn(channel)) return;
  const type = channel.kind === 'private' ? 'group_archive' : 'channel_archive';
  const [by = ''] = channel.memberIds;
  tell(stage, { type, channel: channel.id, user: by });
};
