import type { ClientFilter } from '../../../../core/clients/client-filter.js';
import type { Owner } from '../../../../core/model/client-record.js';
import type { ClientId } from '../../../../core/model/ids.js';
import { grouped } from '../../grouped.js';
import { type Inline, mentionOf, type Sentence, sentence } from '../../sentence.js';
import { counted, quoted } from '../grammar.js';
import { alphausUser } from '../setup.js';

/** Which part of a list is shown. */
interface Shown {
  readonly from: number;
  readonly to: number;
  readonly total: number;
}

/** What is known of a client in one line. */
interface Listed {
  /** `undefined` where the client is of unknown origin. */
  readonly owner: Owner | undefined;
  /** Absent where it stands elsewhere. */
  readonly user?: string;
  readonly createdAt: number | undefined;
  readonly end: Inline | undefined;
  /** The client that takes its place. */
  readonly successor?: ClientId | undefined;
}

const shown = ({ from, to, total }: Shown): string =>
  total === 1 ? '1 client' : `${grouped(from)} to ${grouped(to)} of ${grouped(total)} clients`;

/** What a filter leaves, a piece for each part of it; none where it leaves out nothing. */
const filters = (filter: ClientFilter): readonly Sentence[] => [
  ...(filter.user === undefined ? [] : [[`of ${alphausUser(filter.user)}`]]),
  ...(filter.mine ? [['owned by you']] : []),
  ...(filter.owner === undefined ? [] : [['owned by ', mentionOf(filter.owner)]]),
  ...(filter.unknownOrigin === true ? [['of unknown origin']] : []),
  ...(filter.olderThanDays === undefined
    ? []
    : [[`older than ${counted(filter.olderThanDays, 'day', 'days')}`]]),
  ...(filter.endsWithinDays === undefined
    ? []
    : [[`ending within ${counted(filter.endsWithinDays, 'day', 'days')}`]]),
  ...(filter.text === '' ? [] : [[`matching ${quoted(filter.text)}`]]),
];

/** Sentences about the list of API clients. */
export const list = {
  title: 'API clients',
  shown,
  titleAndShown: (part: Shown): Sentence => [`API clients: ${shown(part)}`],
  /** Names what the list is filtered by; `undefined` where it is by nothing. */
  filteredBy: (filter: ClientFilter): Sentence | undefined => {
    const pieces = filters(filter);
    if (pieces.length === 0) return undefined;
    return [
      { bold: 'Only ' },
      ...pieces.flatMap((piece, index) => (index === 0 ? piece : [' · ', ...piece])),
    ];
  },
  clearFilters: 'Clear filters',
  none: sentence(
    'There are no API clients yet that you can see. Create one with ',
    { code: '/apiclient create' },
    '.',
  ),
  noneMatch: sentence('No clients match.'),
  noName: '(no name)',
  nameAndId: (name: string, id: string): Sentence => [name, ' ', { code: id }],
  line: ({ owner, user, createdAt, end, successor }: Listed): Sentence => [
    owner === undefined ? 'unknown origin' : mentionOf(owner),
    ...(user === undefined ? [] : [` · ${user}`]),
    ...(createdAt === undefined ? [] : [' · created ', { day: new Date(createdAt) }]),
    ...(end === undefined ? [] : [' · until ', end]),
    ...(successor === undefined ? [] : [` · successor: ${successor}`]),
  ],
  file: (clients: number): Sentence => [
    `${counted(clients, 'API client', 'API clients')}, as you can see them now.`,
  ],
  exporting: (clients: number): Sentence => [
    `Exporting ${clients} API clients. The file will be here in a moment.`,
  ],
  exported: (name: string): Sentence => ['The list is in your direct message with me: ', { bold: name }, '.'],
  show: 'Show',
  next: 'Next',
  previous: 'Previous',
  goTo: 'Go to',
  filter: 'Filter',
  refresh: 'Refresh',
  /** When Alphaus was asked for what is shown. */
  asOf: (at: Date): Sentence => ['As of ', { time: at }, '.'],
  /** While Alphaus users have not told their clients yet. */
  progress: ({ told, of }: { readonly told: number; readonly of: number }): Sentence => [
    `${told} of ${of} Alphaus users so far. Press Refresh to see more.`,
  ],
  newest: 'Newest first',
  oldest: 'Oldest first',
  byName: 'By name',
  filterTitle: 'Filter API clients',
  filterSubmit: 'Show',
  filterText: 'Text in name, ID or purpose',
  filterUser: 'Alphaus user',
  allUsers: 'All Alphaus users',
  filterOwner: 'Owner',
  filterOwnerGroup: 'Owning user group',
  filterOnly: 'Only',
  onlyMine: 'Clients I own',
  onlyUnknownOrigin: 'Clients of unknown origin',
  filterOlder: 'Older than (days)',
  filterEnding: 'Ending within (days)',
  sort: 'Order',
  textTooLong: 'The search text is too long. Use at most 100 characters.',
  daysInvalid: 'Enter a number of days from 1 to 3650.',
  oneOwner: 'Choose a person or a user group, not both.',
  unknownHasNoOwner:
    'A client of unknown origin has no known owner and no end date. Take this out, or the owner and the end.',
  goToTitle: 'Go to',
  goToSubmit: 'Go',
  goToLetter: 'Names that begin with',
  goToLetterHint: 'The list is sorted by name then.',
  goToPage: 'Page',
  pages: (pages: number): string => `A number from 1 to ${pages}.`,
  goToNothing: 'Choose where to go.',
};
