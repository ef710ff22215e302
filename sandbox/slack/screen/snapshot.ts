import { NEW_HIRE } from '../acts/workflow-outcome.js';
import type { Stage } from '../acts/stage.js';
import type { Channel, Message } from '../workspace/channels.js';
import { isMentioned } from './mentions.js';
import { valuesOf } from './element-values.js';
import { type Group, type Person, SLACKBOT } from '../workspace/people.js';
import type { View } from '../workspace/views.js';
import type { Snapshot, WireChannel, WireGroup, WireMessage, WirePerson, WireView } from '../wire/wire.js';

export const wirePerson = (person: Person): WirePerson => ({
  id: person.id,
  key: person.key,
  realName: person.realName,
  isAdmin: person.isAdmin,
  isOwner: person.isOwner,
  isGuest: person.isRestricted || person.isUltraRestricted,
  isStranger: person.isStranger,
  isBot: person.isBot,
  isDeactivated: person.deleted,
  isAway: person.away,
  locale: person.locale,
  tz: person.tz,
});

const wireGroup = ({ id, handle, name, memberIds }: Group): WireGroup => ({ id, handle, name, memberIds });

const wireMessage = (message: Message, person: Person, stage: Stage): WireMessage => ({
  ts: message.ts,
  authorId: message.authorId,
  authorName:
    message.authorId === stage.world.bot.userId
      ? stage.manifest.appName
      : (stage.world.nameOf(message.authorId) ?? ''),
  authorIsBot: message.authorId === stage.world.bot.userId || message.authorId === SLACKBOT,
  text: message.text,
  blocks: message.blocks,
  files: message.files,
  isEphemeral: message.onlyFor !== undefined,
  isEdited: message.editedTs !== undefined,
  threadTs: message.threadTs ?? null,
  values: message.values.get(person.id) ?? valuesOf(message.blocks),
});

/** The messages of a channel that this person sees. */
export const seenBy = (person: Person, channel: Channel): readonly Message[] =>
  channel.messages.filter((message) => (message.onlyFor ?? person.id) === person.id);

const wireChannel = (channel: Channel, person: Person, stage: Stage): WireChannel => ({
  id: channel.id,
  name: channel.kind === 'dm' ? stage.manifest.appName : channel.name,
  kind: channel.kind,
  isShared: channel.isShared,
  botIsMember: stage.world.isBotIn(channel),
  memberIds: [...channel.memberIds],
  unread: stage.world.unread(person.id, channel).length,
  mentions: stage.world
    .unread(person.id, channel)
    .filter((message) => channel.kind === 'dm' || isMentioned(person, stage.world.groups, message)).length,
  messages: seenBy(person, channel).map((message) => wireMessage(message, person, stage)),
});

const wireView = (view: View, stage: Stage): WireView => {
  const { source } = view;
  const isModal = source.type === 'modal';
  return {
    id: view.id,
    hash: view.hash,
    type: source.type,
    title: isModal ? source.title.text : stage.manifest.appName,
    submit: (isModal ? source.submit?.text : undefined) ?? null,
    close: (isModal ? source.close?.text : undefined) ?? null,
    blocks: view.blocks,
    values: view.values,
    errors: view.errors,
    notice: view.notice,
  };
};

/** Everything that this person sees. */
export const snapshotFor = (stage: Stage, person: Person, revision: number): Snapshot => {
  const { world, views, manifest } = stage;
  const home = views.homeOf(person.id);
  return {
    revision,
    me: wirePerson(person),
    team: { id: world.team.id, name: world.team.name },
    app: { name: manifest.appName, botUserId: world.bot.userId },
    people: world.people.map(wirePerson),
    groups: world.groups.map(wireGroup),
    commands: manifest.commands,
    shortcuts:
      manifest.functions.length === 0 ? manifest.globalShortcuts : [...manifest.globalShortcuts, NEW_HIRE],
    channels: world.channels
      .filter((channel) => channel.memberIds.has(person.id))
      .map((channel) => wireChannel(channel, person, stage)),
    dmId: world.dmOf(person.id)?.id ?? null,
    modals: views.stackOf(person.id).map((view) => wireView(view, stage)),
    home: home === undefined ? null : wireView(home, stage),
    notices: stage.notices.of(person.id),
  };
};
