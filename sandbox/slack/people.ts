export interface Person {
  readonly id: string;
  /** The short name that tests use, which is Slack's `name` too. */
  readonly key: string;
  readonly realName: string;
  readonly teamId: string;
  isAdmin: boolean;
  isOwner: boolean;
  isRestricted: boolean;
  isUltraRestricted: boolean;
  readonly isStranger: boolean;
  readonly isBot: boolean;
  deleted: boolean;
  /** Ephemeral messages to somebody who is away are lost. */
  away: boolean;
  tz: string;
  locale: string;
}

export interface Group {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  memberIds: string[];
  disabled: boolean;
}

export const TEAM = { id: 'T0SANDBOX', name: 'Sandbox', domain: 'sandbox' } as const;
export const STRANGERS_TEAM = 'T0PARTNER';
export const APP_ID = 'A0SANDBOX';
export const BOT = { userId: 'U0APICLIENTS', botId: 'B0APICLIENTS' } as const;
export const SLACKBOT = 'USLACKBOT';

const person = (key: string, realName: string, more: Partial<Person> = {}): Person => ({
  id: `U0${key.toUpperCase()}`,
  key,
  realName,
  teamId: TEAM.id,
  isAdmin: false,
  isOwner: false,
  isRestricted: false,
  isUltraRestricted: false,
  isStranger: false,
  isBot: false,
  deleted: false,
  away: false,
  tz: 'Europe/Berlin',
  locale: 'en-US',
  ...more,
});

export const newPeople = (botName: string): Person[] => [
  person('aiko', 'Aiko Tanaka', { isAdmin: true, tz: 'Asia/Tokyo' }),
  person('ben', 'Ben Ortiz', { tz: 'America/New_York' }),
  person('chloe', 'Chloe Martin'),
  person('daniel', 'Daniel Novak'),
  person('gus', 'Gus Guest', { isRestricted: true }),
  person('olga', 'Olga Partner', { teamId: STRANGERS_TEAM, isStranger: true }),
  person('zoe', 'Zoe Former', { deleted: true }),
  person('deploybot', 'Deploy Bot', { isBot: true }),
  person(botName, botName, { id: BOT.userId, isBot: true }),
];

export const newGroups = (): Group[] => [
  {
    id: 'S0DATATEAM',
    handle: 'data-team',
    name: 'Data team',
    memberIds: ['U0AIKO', 'U0CHLOE', 'U0BEN'],
    disabled: false,
  },
  { id: 'S0APPROVERS', handle: 'approvers', name: 'Approvers', memberIds: ['U0BEN'], disabled: false },
  { id: 'S0PLATFORM', handle: 'platform', name: 'Platform', memberIds: ['U0DANIEL'], disabled: false },
  { id: 'S0NOBODY', handle: 'nobody', name: 'Nobody', memberIds: [], disabled: false },
];
