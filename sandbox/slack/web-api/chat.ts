import { z } from 'zod';
import { checkMessageBlocks } from '../block-kit/check-blocks.js';
import { type PlacedBlock, place } from '../block-kit/placed.js';
import type { Channel, Message } from '../workspace/channels.js';
import { messageJson } from '../wire/message-json.js';
import { SlackError } from '../wire/slack-error.js';
import type { Workspace } from '../workspace/workspace.js';
import { postableChannel, visibleChannel } from './channel-access.js';
import { Flag, fromForm, type Method, method } from './method.js';

const LONGEST_TEXT = 40_000;
const LONGEST_UPDATE = 4000;

const content = {
  channel: z.string().min(1),
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  thread_ts: z.string().optional(),
  unfurl_links: Flag.optional(),
  unfurl_media: Flag.optional(),
  mrkdwn: Flag.optional(),
  parse: z.enum(['none', 'full']).optional(),
  link_names: Flag.optional(),
  metadata: z.unknown().optional(),
};

/** The blocks of a call, checked and given ids; `undefined` when the call has none. */
const blocksOf = (workspace: Workspace, json: unknown): PlacedBlock[] | undefined => {
  if (json === undefined) return undefined;
  const checked = checkMessageBlocks(fromForm(json, 'invalid_blocks_format'));
  if (!checked.ok) throw SlackError.withMessages('invalid_blocks', checked.messages);
  return place(checked.value, () => workspace.clock.id('b'));
};

const textOrFallback = (
  workspace: Workspace,
  method: string,
  text: string | undefined,
  blocks: readonly PlacedBlock[] | undefined,
): string => {
  if ((text ?? '') === '' && (blocks ?? []).length === 0) throw new SlackError('no_text');
  if ((text ?? '') === '') workspace.violations.add(`${method} without text: nothing for a screen reader`);
  return text ?? '';
};

const threadOf = (channel: Channel, threadTs: string | undefined): string | undefined => {
  const isThere = threadTs === undefined || channel.messages.some((message) => message.ts === threadTs);
  if (!isThere) throw new SlackError('thread_not_found');
  return threadTs;
};

const ownMessage = ({ world }: Workspace, channel: Channel, ts: string, refusal: string): Message => {
  const message = channel.messages.find((one) => one.ts === ts && one.onlyFor === undefined);
  if (message === undefined) throw new SlackError('message_not_found');
  if (message.authorId !== world.bot.userId) throw new SlackError(refusal);
  return message;
};

const Metadata = z.strictObject({
  event_type: z.string().min(1).max(255),
  event_payload: z.record(z.string(), z.unknown()),
});

/** Everybody in the workspace can read it, so it is only looked at; an empty one takes it away. */
const checkMetadata = (json: unknown): void => {
  if (json === undefined) return;
  const metadata = fromForm(json, 'invalid_metadata_format');
  const isEmpty = typeof metadata === 'object' && metadata !== null && Object.keys(metadata).length === 0;
  if (!isEmpty && !Metadata.safeParse(metadata).success) throw new SlackError('invalid_metadata_format');
};

const postMessage = method(
  ['chat:write'],
  { ...content, reply_broadcast: Flag.optional(), client_msg_id: z.string().optional() },
  (args, workspace) => {
    const channel = postableChannel(workspace, args.channel, { mayPostUnjoined: true });
    if ((args.text ?? '').length > LONGEST_TEXT) throw new SlackError('msg_too_long');
    checkMetadata(args.metadata);
    const blocks = blocksOf(workspace, args.blocks);
    const message = workspace.world.post(channel, {
      authorId: workspace.world.bot.userId,
      text: textOrFallback(workspace, 'chat.postMessage', args.text, blocks),
      blocks: blocks ?? [],
      threadTs: threadOf(channel, args.thread_ts),
    });
    return { channel: channel.id, ts: message.ts, message: messageJson(workspace.world, message) };
  },
);

const postEphemeral = method(['chat:write'], { ...content, user: z.string().min(1) }, (args, workspace) => {
  const channel = postableChannel(workspace, args.channel, { mayPostUnjoined: false });
  const person = workspace.world.person(args.user);
  if (person === undefined || person.deleted || !channel.memberIds.has(person.id)) {
    throw new SlackError('user_not_in_channel');
  }
  if ((args.text ?? '').length > LONGEST_TEXT) throw new SlackError('msg_too_long');
  const blocks = blocksOf(workspace, args.blocks);
  const message = workspace.world.post(channel, {
    authorId: workspace.world.bot.userId,
    text: textOrFallback(workspace, 'chat.postEphemeral', args.text, blocks),
    blocks: blocks ?? [],
    threadTs: threadOf(channel, args.thread_ts),
    onlyFor: person.id,
  });
  return { message_ts: message.ts };
});

/** Finds the channel of a bot's message that may be changed; a person's id does not stand for their DM here. */
const standingChannel = (workspace: Workspace, id: string): Channel => {
  const channel = visibleChannel(workspace, id);
  if (channel.isArchived) throw new SlackError('is_inactive');
  return postableChannel(workspace, id, { mayPostUnjoined: true });
};

const { thread_ts: _, ...editable } = content;
const update = method(
  ['chat:write'],
  { ...editable, ts: z.string().min(1), reply_broadcast: Flag.optional() },
  (args, workspace) => {
    const channel = standingChannel(workspace, args.channel);
    const message = ownMessage(workspace, channel, args.ts, 'cant_update_message');
    if ((args.text ?? '').length > LONGEST_UPDATE) throw new SlackError('msg_too_long');
    checkMetadata(args.metadata);
    const blocks = blocksOf(workspace, args.blocks);
    const text = textOrFallback(workspace, 'chat.update', args.text, blocks);
    // A text without `blocks` takes the place of those that stand.
    workspace.world.edit(message, text, blocks ?? []);
    // Here the message comes without its time, which stands beside it.
    const { ts, ...changed } = messageJson(workspace.world, message);
    return { channel: channel.id, ts, text, message: changed };
  },
);

const deleteMessage = method(
  ['chat:write'],
  { channel: z.string().min(1), ts: z.string().min(1) },
  (args, workspace) => {
    const channel = postableChannel(workspace, args.channel, { mayPostUnjoined: true });
    workspace.world.remove(channel, ownMessage(workspace, channel, args.ts, 'cant_delete_message'));
    return { channel: channel.id, ts: args.ts };
  },
);

const getPermalink = method(
  [],
  { channel: z.string().min(1), message_ts: z.string().min(1) },
  (args, workspace) => {
    const channel = visibleChannel(workspace, args.channel);
    const message = channel.messages.find(
      ({ ts, onlyFor }) => ts === args.message_ts && onlyFor === undefined,
    );
    if (message === undefined) throw new SlackError('message_not_found');
    const { domain } = workspace.world.team;
    const permalink = `https://${domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}`;
    return { channel: channel.id, permalink };
  },
);

export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': deleteMessage,
  'chat.getPermalink': getPermalink,
};
