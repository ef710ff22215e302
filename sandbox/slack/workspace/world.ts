import type { Reader } from '../block-kit/mrkdwn.js';
import type { PlacedBlock } from '../block-kit/placed.js';
import { type Channel, type Message, newChannels, type SharedFile } from './channels.js';
import type { Clock } from '../clock.js';
import {
  type BotIdentity,
  type Group,
  newGroups,
  newPeople,
  type Person,
  SLACKBOT,
  type Team,
} from './people.js';

export interface NewMessage {
  readonly authorId: string;
  readonly text: string;
  readonly blocks?: PlacedBlock[];
  readonly files?: readonly SharedFile[];
  readonly threadTs?: string | undefined;
  readonly onlyFor?: string | undefined;
}

export interface Shapes {
  /** `teams`: user objects have `teams` and `enterprise_id` at the top, and neither `team_id` nor `enterprise_user`. */
  users: 'enterprise_user' | 'teams';
  /** `organisation`: the `user.team_id` of payloads is the organisation's `E…`. */
  payloadTeam: 'own' | 'organisation';
  /** Free plans have no user groups, and say so. */
  hasUserGroups: boolean;
}

/** The workspace: who and what is in it. Every change calls `changed()`. */
export class World {
  readonly clock: Clock;
  readonly team: Team;
  readonly bot: BotIdentity;
  readonly people: Person[];
  readonly groups: Group[];
  readonly channels: readonly Channel[];
  /** What Slack tells of people and workspaces, which differs from one organisation to another. */
  readonly shapes: Shapes = { users: 'enterprise_user', payloadTeam: 'own', hasUserGroups: true };
  readonly #listeners = new Set<() => void>();
  readonly #lastRead = new Map<string, string>();

  /** `digit` is what its ids differ by from those of other workspaces. */
  constructor(clock: Clock, team: Team, digit: string, botName: string) {
    this.clock = clock;
    this.team = team;
    // The bot is one user in all workspaces of an organisation.
    const mark = team.enterprise === undefined ? digit : 'E';
    this.bot = { userId: `U${mark}APICLIENTS`, botId: `B${mark}APICLIENTS` };
    this.people = newPeople(team, digit, this.bot, botName);
    this.groups = newGroups(digit);
    this.channels = newChannels(this.people, digit, this.bot);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  person(idOrKey: string): Person | undefined {
    return this.people.find((person) => person.id === idOrKey || person.key === idOrKey);
  }

  /** Somebody more, of another workspace of the organisation; their DM with the bot is there. */
  admit(person: Person): void {
    this.people.push(person);
    this.channels.find(({ name }) => name === 'general')?.memberIds.add(person.id);
    this.changed();
  }

  group(idOrHandle: string): Group | undefined {
    return this.groups.find(
      (group) => group.id === idOrHandle || group.handle === idOrHandle.replace('@', ''),
    );
  }

  channel(id: string): Channel | undefined {
    return this.channels.find((channel) => channel.id === id);
  }

  /** The bot's DM with somebody. */
  dmOf(personId: string): Channel | undefined {
    return this.channels.find((channel) => channel.kind === 'dm' && channel.memberIds.has(personId));
  }

  post(channel: Channel, message: NewMessage): Message {
    const posted: Message = {
      ts: this.clock.ts(),
      authorId: message.authorId,
      text: message.text,
      blocks: message.blocks ?? [],
      files: message.files ?? [],
      editedTs: undefined,
      threadTs: message.threadTs,
      onlyFor: message.onlyFor,
      values: new Map(),
    };
    if (message.onlyFor === undefined || this.person(message.onlyFor)?.away !== true) {
      channel.messages.push(posted);
      this.changed();
    }
    return posted;
  }

  edit(message: Message, text: string, blocks: PlacedBlock[]): void {
    message.text = text;
    message.blocks = blocks;
    // Slack does not mark as edited what has blocks.
    if (blocks.length === 0) message.editedTs = this.clock.ts();
    this.changed();
  }

  remove(channel: Channel, message: Message): void {
    const at = channel.messages.indexOf(message);
    if (at >= 0) channel.messages.splice(at, 1);
    this.changed();
  }

  /** A note of Slack itself that only `personId` sees. */
  slackbotSays(channel: Channel, personId: string, text: string): void {
    this.post(channel, { authorId: SLACKBOT, text, onlyFor: personId });
  }

  forgetEphemerals(personId: string): void {
    for (const channel of this.channels) {
      for (const message of channel.messages.filter((one) => one.onlyFor === personId)) {
        this.remove(channel, message);
      }
    }
  }

  markRead(personId: string, channel: Channel): void {
    this.#lastRead.set(`${personId}/${channel.id}`, this.clock.ts());
    this.changed();
  }

  /** The `ts` up to which somebody has read a channel, by `person/channel`. */
  lastRead(): ReadonlyMap<string, string> {
    return this.#lastRead;
  }

  restoreRead(key: string, ts: string): void {
    this.#lastRead.set(key, ts);
  }

  /** What others have written there since somebody has read it, as far as they see it. */
  unread(personId: string, channel: Channel): readonly Message[] {
    const since = this.#lastRead.get(`${personId}/${channel.id}`) ?? '';
    return channel.messages.filter(
      (one) => one.ts > since && one.authorId !== personId && (one.onlyFor ?? personId) === personId,
    );
  }

  readerFor(person: Person): Reader {
    return { locale: person.locale, tz: person.tz, nameOf: (id) => this.nameOf(id) };
  }

  nameOf(id: string): string | undefined {
    if (id === SLACKBOT) return 'Slackbot';
    return this.person(id)?.realName ?? this.group(id)?.handle ?? this.channel(id)?.name;
  }

  isBotIn(channel: Channel): boolean {
    return channel.memberIds.has(this.bot.userId);
  }
}
