import type { Snapshot, WireOption } from '../../../slack/wire/wire.js';

interface ConversationFilter {
  readonly include?: readonly ('im' | 'mpim' | 'private' | 'public')[] | undefined;
  readonly exclude_bot_users: boolean;
  readonly exclude_external_shared_channels: boolean;
}

/** What Slack itself offers in a select of people, conversations or channels. */
export function workspaceOptions(
  type: string,
  filter: ConversationFilter | undefined,
  snapshot: Snapshot,
): readonly WireOption[] {
  if (type.endsWith('users_select')) {
    return snapshot.people
      .filter((person) => !person.isDeactivated)
      .map((person) => ({ text: person.realName, value: person.id }));
  }
  const onlyPublic = type.endsWith('channels_select');
  return snapshot.channels
    .filter((channel) => {
      if (onlyPublic) return channel.kind === 'public';
      const kind = channel.kind === 'dm' ? 'im' : channel.kind;
      if (filter?.include && !filter.include.includes(kind)) return false;
      if (filter?.exclude_bot_users && channel.id === snapshot.dmId) return false;
      return !(filter?.exclude_external_shared_channels && channel.isShared);
    })
    .map((channel) => ({
      text: channel.kind === 'dm' ? channel.name : `#${channel.name}`,
      value: channel.id,
    }));
}
