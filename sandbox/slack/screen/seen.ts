import { readMrkdwn } from '../block-kit/mrkdwn.js';
import { textOf } from '../block-kit/text-of.js';
import type { Channel, Message } from '../workspace/channels.js';
import type { Surface } from '../wire/payloads.js';
import { type Person, SLACKBOT } from '../workspace/people.js';
import { seenBy } from './snapshot.js';
import type { View } from '../workspace/views.js';
import type { Workspace } from '../workspace/workspace.js';

/** A message as one person reads it. */
export interface SeenMessage {
  readonly kind: 'message';
  readonly channelId: string;
  readonly ts: string;
  readonly authorId: string;
  readonly isFromSlackbot: boolean;
  readonly isEphemeral: boolean;
  readonly isEdited: boolean;
  /** Top-level text as the bot sent it: what notifications and screen readers get. */
  readonly text: string;
  /** What is read on the screen: the blocks, or `text` where there are none. */
  readonly content: string;
}

/** A modal or App Home as its person reads it. */
export interface SeenView {
  readonly kind: 'view';
  readonly viewId: string;
  readonly type: 'modal' | 'home';
  readonly title: string;
  /** What the submit button says; absent where there is none. */
  readonly submit: string | undefined;
  readonly content: string;
  /** Text under fields, by the label of the field. */
  readonly errors: Readonly<Record<string, string>>;
  readonly notice: string | null;
  /** What stands in the fields, by label. */
  readonly fields: Readonly<Record<string, string | readonly string[] | null>>;
}

/** All that one person sees. */
export interface Seen {
  readonly messages: readonly SeenMessage[];
  readonly modal: SeenView | undefined;
  readonly home: SeenView | undefined;
  readonly notices: readonly string[];
}

const byTs = (one: { readonly ts: string }, other: { readonly ts: string }): number =>
  one.ts < other.ts ? -1 : 1;

const seenMessage = (
  world: Workspace['world'],
  person: Person,
  channel: Channel,
  message: Message,
): SeenMessage => {
  const reader = world.readerFor(person);
  return {
    kind: 'message',
    channelId: channel.id,
    ts: message.ts,
    authorId: message.authorId,
    isFromSlackbot: message.authorId === SLACKBOT,
    isEphemeral: message.onlyFor !== undefined,
    isEdited: message.editedTs !== undefined,
    text: message.text,
    content: [
      message.blocks.length > 0 ? textOf(message.blocks, reader) : readMrkdwn(message.text, reader),
      ...message.files.map((file) => `[${file.name}]`),
    ].join('\n'),
  };
};

const seenView = (world: Workspace['world'], person: Person, view: View): SeenView => {
  const inputs = view.blocks.filter((block) => block.type === 'input');
  const labelOf = (blockId: string): string =>
    inputs.find((input) => input.block_id === blockId)?.label.text ?? blockId;
  return {
    kind: 'view',
    viewId: view.id,
    type: view.source.type,
    title: view.source.type === 'modal' ? view.source.title.text : '',
    submit: view.source.type === 'modal' ? view.source.submit?.text : undefined,
    content: textOf(view.blocks, world.readerFor(person)),
    errors: Object.fromEntries(
      Object.entries(view.errors).map(([blockId, text]) => [labelOf(blockId), text]),
    ),
    notice: view.notice,
    fields: Object.fromEntries(view.values.map((value) => [labelOf(value.blockId), value.value])),
  };
};

/** The messages of `channels` that this person sees, oldest first. */
export const seenMessages = (
  { world }: Workspace,
  person: Person,
  channels: readonly Channel[],
): readonly SeenMessage[] =>
  channels
    .filter((channel) => channel.memberIds.has(person.id))
    .flatMap((channel) =>
      seenBy(person, channel).map((message) => seenMessage(world, person, channel, message)),
    )
    .sort(byTs);

export const seenModal = ({ world, views }: Workspace, person: Person): SeenView | undefined => {
  const top = views.stackOf(person.id).at(-1);
  return top === undefined ? undefined : seenView(world, person, top);
};

export const seenHome = ({ world, views }: Workspace, person: Person): SeenView | undefined => {
  const home = views.homeOf(person.id);
  return home === undefined ? undefined : seenView(world, person, home);
};

export const seenAll = (workspace: Workspace, person: Person): Seen => ({
  messages: seenMessages(workspace, person, workspace.world.channels),
  modal: seenModal(workspace, person),
  home: seenHome(workspace, person),
  notices: workspace.notices.of(person.id).map((notice) => notice.text),
});

/** Messages and views that a person can act in, the likeliest first: the modal alone while one is open. */
export const usableSurfaces = ({ world, views }: Workspace, person: Person): readonly Surface[] => {
  const modal = views.stackOf(person.id).at(-1);
  if (modal !== undefined) return [{ kind: 'view', view: modal }];
  const home = views.homeOf(person.id);
  const messages = world.channels
    .filter((channel) => channel.memberIds.has(person.id))
    .flatMap((channel) => seenBy(person, channel).map((message) => ({ channel, message })))
    .sort((one, other) => byTs(other.message, one.message));
  return [
    ...messages.map((found) => ({ kind: 'message' as const, ...found })),
    ...(home === undefined ? [] : [{ kind: 'view' as const, view: home }]),
  ];
};
