import type { PlacedBlock } from './block-kit/placed.js';
import { BOT, type Person } from './people.js';
import type { ElementValue } from './wire.js';

/** A file as a message shows it. */
export interface SharedFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** Bytes. */
  readonly size: number;
}

export interface Message {
  readonly ts: string;
  readonly authorId: string;
  text: string;
  blocks: PlacedBlock[];
  readonly files: readonly SharedFile[];
  editedTs: string | undefined;
  readonly threadTs: string | undefined;
  /** The one person who sees it, of an ephemeral message. */
  readonly onlyFor: string | undefined;
  /** What each person has chosen in its elements. */
  readonly values: Map<string, ElementValue[]>;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'dm';
  /** With another company (Slack Connect). */
  isShared: boolean;
  isArchived: boolean;
  readonly memberIds: Set<string>;
  readonly messages: Message[];
}

const channel = (
  id: string,
  name: string,
  memberIds: readonly string[],
  more: Partial<Pick<Channel, 'kind' | 'isShared'>> = {},
): Channel => ({
  id,
  name,
  kind: 'public',
  isShared: false,
  isArchived: false,
  memberIds: new Set(memberIds),
  messages: [],
  ...more,
});

const MEMBERS = ['U0AIKO', 'U0BEN', 'U0CHLOE', 'U0DANIEL'];

/** The channels, and the DM of the bot with everybody who can have one. */
export const newChannels = (people: readonly Person[]): Channel[] => [
  channel('C0GENERAL', 'general', [...MEMBERS, 'U0GUS', BOT.userId]),
  channel('C0DATA', 'data', [...MEMBERS, 'U0GUS', BOT.userId]),
  channel('C0APPROVALS', 'approvals', [...MEMBERS, BOT.userId]),
  channel('C0AUDIT', 'audit', ['U0AIKO', 'U0BEN', BOT.userId], { kind: 'private' }),
  channel('C0RANDOM', 'random', MEMBERS),
  channel('C0PARTNERS', 'partners', [...MEMBERS, 'U0OLGA', BOT.userId], { isShared: true }),
  channel('C0LEADS', 'leads', ['U0AIKO', 'U0BEN'], { kind: 'private' }),
  ...people
    .filter((person) => !person.isBot)
    .map((person) =>
      channel(`D0${person.key.toUpperCase()}`, person.key, [person.id, BOT.userId], { kind: 'dm' }),
    ),
];
