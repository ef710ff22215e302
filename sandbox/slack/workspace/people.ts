export interface Person {
  readonly id: string;
  /** The short name that tests use, which is Slack's `name` too. */
  readonly key: string;
  readonly realName: string;
  readonly teamId: string;
  /** Other workspaces of the organisation that they are in. */
  readonly alsoIn: ReadonlySet<string>;
  /** An admin of the workspace. */
  isAdmin: boolean;
  isOwner: boolean;
  /** An admin of the whole organisation that the workspace belongs to. */
  isOrgAdmin: boolean;
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

/** An Enterprise Grid organisation. */
export interface Enterprise {
  readonly id: string;
  readonly name: string;
}

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  /** The organisation that the workspace belongs to. */
  readonly enterprise: Enterprise | undefined;
}

export interface BotIdentity {
  readonly userId: string;
  readonly botId: string;
}

export const STRANGERS_TEAM = 'T0PARTNER';
export const APP_ID = 'A0SANDBOX';
export const SLACKBOT = 'USLACKBOT';

type Making = (key: string, realName: string, more?: Partial<Person>) => Person;

const makerFor =
  (team: Team, digit: string): Making =>
  (key, realName, more = {}) => ({
    id: `U${digit}${key.toUpperCase()}`,
    key,
    realName,
    teamId: team.id,
    alsoIn: new Set(),
    isAdmin: false,
    isOwner: false,
    isOrgAdmin: false,
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

/** `digit` tells the ids of one workspace from those of another: `U0AIKO`, `U1AIKO`. */
export const newPeople = (team: Team, digit: string, bot: BotIdentity, botName: string): Person[] => {
  const person = makerFor(team, digit);
  return [
    person('aiko', 'Aiko Tanaka', {
      isAdmin: true,
      isOrgAdmin: team.enterprise !== undefined,
      tz: 'Asia/Tokyo',
    }),
    person('ben', 'Ben Ortiz', { tz: 'America/New_York' }),
    person('chloe', 'Chloe Martin'),
    person('daniel', 'Daniel Novak'),
    person('gus', 'Gus Guest', { isRestricted: true }),
    person('olga', 'Olga Partner', { teamId: STRANGERS_TEAM, isStranger: true }),
    person('zoe', 'Zoe Former', { deleted: true }),
    person('deploybot', 'Deploy Bot', { isBot: true }),
    person(botName, botName, { id: bot.userId, isBot: true }),
  ];
};

export const newGroups = (digit: string): Group[] => [
  {
    id: `S${digit}DATATEAM`,
    handle: 'data-team',
    name: 'Data team',
    memberIds: [`U${digit}AIKO`, `U${digit}CHLOE`, `U${digit}BEN`],
    disabled: false,
  },
  { id: 'S0APPROVERS', handle: 'approvers', name: 'Approvers', memberIds: [`U${digit}BEN`], disabled: false },
  {
    id: `S${digit}PLATFORM`,
    handle: 'platform',
    name: 'Platform',
    memberIds: [`U${digit}DANIEL`],
    disabled: false,
  },
  { id: `S${digit}NOBODY`, handle: 'nobody', name: 'Nobody', memberIds: [], disabled: false },
];
