import { z } from 'zod';
import { SlackError } from '../wire/slack-error.js';
import { postableChannel } from './channel-access.js';
import { fromForm, type Method, method } from './method.js';

const LARGEST_BYTES = 1024 ** 3;

const getUploadUrl = method(
  ['files:write'],
  {
    filename: z.string().min(1),
    length: z.coerce.number().int().min(1).max(LARGEST_BYTES),
    alt_txt: z.string().optional(),
    snippet_type: z.string().optional(),
  },
  (args, { files, baseUrl }) => {
    const id = files.reserve(args.filename, args.length);
    return { upload_url: `${baseUrl()}/upload/${id}`, file_id: id };
  },
);

const Completed = z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1);

/** Into one channel; its id has to be a channel's, a person's does not do. */
const completeUpload = method(
  ['files:write'],
  {
    files: z.unknown(),
    channel_id: z.string().optional(),
    initial_comment: z.string().optional(),
    thread_ts: z.string().optional(),
  },
  (args, workspace) => {
    const given = Completed.safeParse(fromForm(args.files, 'invalid_arguments'));
    if (!given.success) throw SlackError.withMessages('invalid_arguments', [z.prettifyError(given.error)]);
    if (given.data.some(({ id }) => !workspace.files.isReady(id))) throw new SlackError('file_not_found');
    const shown = given.data.map(({ id, title = '' }) => ({ id, title }));
    // Without a channel the file stays with the bot, where nobody sees it.
    if (args.channel_id === undefined) return { files: shown };
    if (workspace.world.channel(args.channel_id) === undefined) throw new SlackError('channel_not_found');
    const channel = postableChannel(workspace, args.channel_id, { mayPostUnjoined: false });
    workspace.world.post(channel, {
      authorId: workspace.world.bot.userId,
      text: args.initial_comment ?? '',
      files: given.data.map(({ id, title }) => workspace.files.share(id, title, channel.id)),
      threadTs: args.thread_ts,
    });
    return { files: shown };
  },
);

export const filesMethods: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
};
