import { z } from 'zod';
import type { Channel } from '../workspace/channels.js';
import { SlackError } from '../wire/slack-error.js';
import type { JsonObject } from '../wire/wire.js';
import type { Workspace } from '../workspace/workspace.js';
import { requireScope, visibleChannel } from './channel-access.js';
import { Flag, type Method, method, pageOf, paging } from './method.js';

const READ_SCOPE = { public: 'channels:read', private: 'groups:read', dm: 'im:read' } as const;
const ANY_READ_SCOPE = Object.values(READ_SCOPE);
const OPEN_SCOPES = ['im:write', 'channels:manage', 'groups:write', 'mpim:write'];

const channelJson = (channel: Channel, workspace: Workspace): JsonObject => {
  const other = [...channel.memberIds].find((id) => id !== workspace.world.bot.userId);
  return channel.kind === 'dm'
    ? { id: channel.id, is_im: true, is_archived: false, user: other, is_open: true }
    : {
        id: channel.id,
        name: channel.name,
        name_normalized: channel.name,
        is_channel: channel.kind === 'public',
        is_group: channel.kind === 'private',
        is_im: false,
        is_private: channel.kind === 'private',
        is_archived: channel.isArchived,
        is_general: channel.name === 'general',
        is_shared: channel.isShared || channel.isOrgShared,
        is_ext_shared: channel.isShared,
        is_org_shared: channel.isOrgShared,
        is_pending_ext_shared: channel.isPendingShared,
        is_member: workspace.world.isBotIn(channel),
      };
};

const readable = (id: string, workspace: Workspace): Channel => {
  const channel = visibleChannel(workspace, id);
  requireScope(workspace, [READ_SCOPE[channel.kind]]);
  return channel;
};

const open = method(
  OPEN_SCOPES,
  {
    users: z.string().optional(),
    channel: z.string().optional(),
    return_im: Flag.optional(),
    prevent_creation: Flag.optional(),
  },
  (args, workspace) => {
    const { world, manifest } = workspace;
    const ids = (args.users ?? '').split(',').filter((id) => id !== '');
    if (ids.length === 0 && args.channel === undefined) throw new SlackError('users_list_not_supplied');
    if (ids.length > 1) throw new SlackError('method_not_supported_for_channel_type');
    const dm = ids[0] === undefined ? world.channel(args.channel ?? '') : world.dmOf(ids[0]);
    const person = world.people.find((one) => one.id === ids[0]);
    if (ids[0] !== undefined && person === undefined) throw new SlackError('user_not_found');
    if (person?.id === world.bot.userId) throw new SlackError('invalid_user_combination');
    if (person?.isBot === true) throw new SlackError('cannot_dm_bot');
    if (person?.deleted === true) throw new SlackError('user_disabled');
    if (dm?.kind !== 'dm') throw new SlackError('channel_not_found');
    if (!manifest.hasMessagesTab) throw new SlackError('messages_tab_disabled');
    return {
      no_op: true,
      already_open: true,
      channel: args.return_im === true ? channelJson(dm, workspace) : { id: dm.id },
    };
  },
);

const info = method(
  ANY_READ_SCOPE,
  { channel: z.string().min(1), include_locale: Flag.optional(), include_num_members: Flag.optional() },
  (args, workspace) => {
    const channel = readable(args.channel, workspace);
    const count = args.include_num_members === true ? { num_members: channel.memberIds.size } : {};
    return { channel: { ...channelJson(channel, workspace), ...count } };
  },
);

const members = method(ANY_READ_SCOPE, { channel: z.string().min(1), ...paging }, (args, workspace) => {
  const page = pageOf([...readable(args.channel, workspace).memberIds], args);
  return { members: page.items, response_metadata: page.response_metadata };
});

const listing = {
  types: z.string().default('public_channel'),
  exclude_archived: Flag.optional(),
  team_id: z.string().optional(),
  ...paging,
};
const TYPE = { public: 'public_channel', private: 'private_channel', dm: 'im' } as const;

const listed = (
  args: z.output<z.ZodObject<typeof listing>>,
  workspace: Workspace,
  isListed: (channel: Channel) => boolean,
): JsonObject => {
  const types = new Set(args.types.split(',').map((type) => type.trim()));
  const channels = workspace.world.channels.filter(
    (channel) =>
      types.has(TYPE[channel.kind]) &&
      isListed(channel) &&
      !(args.exclude_archived === true && channel.isArchived) &&
      (channel.kind === 'public' || workspace.world.isBotIn(channel)),
  );
  for (const channel of channels) requireScope(workspace, [READ_SCOPE[channel.kind]]);
  const page = pageOf(channels, args);
  return {
    channels: page.items.map((channel) => channelJson(channel, workspace)),
    response_metadata: page.response_metadata,
  };
};

const list = method(ANY_READ_SCOPE, listing, (args, workspace) => listed(args, workspace, () => true));

const usersConversations = method(
  ANY_READ_SCOPE,
  { ...listing, user: z.string().optional() },
  (args, workspace) =>
    listed(args, workspace, (channel) => channel.memberIds.has(args.user ?? workspace.world.bot.userId)),
);

export const conversationsMethods: Readonly<Record<string, Method>> = {
  'conversations.open': open,
  'conversations.info': info,
  'conversations.members': members,
  'conversations.list': list,
  'users.conversations': usersConversations,
};
