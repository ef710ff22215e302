import type { PlacedBlock } from '../block-kit/placed.js';
import type { BotIdentity, Person } from './people.js';
import type { ElementValue } from '../wire/wire.js';

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
  /** With other workspaces of the organisation. */
  isOrgShared: boolean;
  /** Another company is invited, and has not accepted yet. */
  isPendingShared: boolean;
  isArchived: boolean;
  /** Slack's word by which it refuses what apps post there; `undefined` where they may post. */
  refusesPosts: string | undefined;
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
  isOrgShared: false,
  isPendingShared: false,
  isArchived: false,
  refusesPosts: undefined,
  memberIds: new Set(memberIds),
  messages: [],
  ...more,
});

/** The channels, and the DM of the bot with everybody who can have one. */
export const newChannels = (people: readonly Person[], digit: string, bot: BotIdentity): Channel[] => {
  const id = (key: string): string => `U${digit}${key}`;
  const [aiko, ben, gus, olga] = [id('AIKO'), id('BEN'), id('GUS'), id('OLGA')] as const;
  const members = [aiko, ben, id('CHLOE'), id('DANIEL')];
  return [
    channel(`C${digit}GENERAL`, 'general', [...members, gus, bot.userId]),
    channel(`C${digit}DATA`, 'data', [...members, gus, bot.userId]),
    channel(`C${digit}APPROVALS`, 'approvals', [...members, bot.userId]),
    channel(`C${digit}AUDIT`, 'audit', [aiko, ben, bot.userId], { kind: 'private' }),
    channel(`C${digit}RANDOM`, 'random', members),
    channel(`C${digit}PARTNERS`, 'partners', [...members, olga, bot.userId], { isShared: true }),
    channel(`C${digit}LEADS`, 'leads', [aiko, ben], { kind: 'private' }),
    ...people
      .filter((person) => !person.isBot)
      .map((person) =>
        channel(`D${digit}${person.key.toUpperCase()}`, person.key, [person.id, bot.userId], { kind: 'dm' }),
      ),
  ];
};
