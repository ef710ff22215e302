import type { Channel } from '../workspace/channels.js';
import { SlackError } from '../wire/slack-error.js';
import type { Workspace } from '../workspace/workspace.js';

/** Throws `missing_scope` unless the app has one of `scopes`. */
export const requireScope = (workspace: Workspace, scopes: readonly string[]): void => {
  const granted = workspace.installation()?.scopes ?? new Set<string>();
  if (scopes.length === 0 || scopes.some((scope) => granted.has(scope))) return;
  throw new SlackError('missing_scope', {
    needed: scopes.join(','),
    provided: [...granted].join(','),
  });
};

/** The channel, or `channel_not_found` also for a private one that the bot is not in. */
export const visibleChannel = (workspace: Workspace, id: string): Channel => {
  const channel = workspace.world.channel(id);
  if (channel === undefined || (channel.kind === 'private' && !workspace.world.isBotIn(channel))) {
    throw new SlackError('channel_not_found');
  }
  return channel;
};

/** Finds a channel in which the bot may post; a person's id stands for the DM with them. */
export const postableChannel = (
  workspace: Workspace,
  id: string,
  { mayPostUnjoined }: { readonly mayPostUnjoined: boolean },
): Channel => {
  const { world, manifest } = workspace;
  const channel = world.dmOf(id) ?? visibleChannel(workspace, id);
  if (channel.kind === 'dm') {
    if (!manifest.hasMessagesTab) throw new SlackError('messages_tab_disabled');
    const isGone = world.people.some((person) => person.deleted && channel.memberIds.has(person.id));
    if (isGone) throw new SlackError('channel_not_found');
  }
  if (channel.isArchived) throw new SlackError('is_archived');
  if (
    !world.isBotIn(channel) &&
    !(mayPostUnjoined && workspace.installation()?.scopes.has('chat:write.public') === true)
  ) {
    throw new SlackError('not_in_channel');
  }
  if (channel.refusesPosts !== undefined) throw new SlackError(channel.refusesPosts);
  return channel;
};
