import type { AlphausUserName } from '../../../core/model/api-client.js';
import type { ClientRecord, Owner } from '../../../core/model/client-record.js';
import type { PersonId } from '../../../core/model/ids.js';
import { mentionOf, type Sentence, sentence } from '../sentence.js';
import { countedInWords, quoted } from './grammar.js';
import { alphausUser } from './setup.js';

type Closing = NonNullable<ClientRecord['closed']>;

const closings: Readonly<Record<Closing['how'], (by: PersonId, at: Date) => Sentence>> = {
  deleted: (by, at) => ['Deleted by ', { person: by }, ' ', { time: at }, '.'],
  replaced: (by, at) => [
    'Replaced by ',
    { person: by },
    ' ',
    { time: at },
    '. The old id and secret no longer work.',
  ],
  'secret-not-delivered': (_, at) => [
    'Deleted again ',
    { time: at },
    ' because its secret could not be shown.',
  ],
  'deleted-elsewhere': (_, at) => ['Deleted outside of this bot; found out ', { time: at }, '.'],
};

/** Which clients a list shows, of those that the person may see. */
interface Shown {
  readonly from: number;
  readonly to: number;
  readonly total: number;
  readonly user?: AlphausUserName | undefined;
  readonly mine: boolean;
  /** What was looked for; empty where nothing was. */
  readonly text: string;
}

const shownClients = ({ from, to, total, user, mine, text }: Shown): string => {
  const clients = total === 1 ? '1 client' : `${from} to ${to} of ${total} clients`;
  const under = user === undefined ? '' : ` of ${alphausUser(user)}`;
  const owned = mine ? ' that you own' : '';
  const matching = text === '' ? '' : ` with ${quoted(text)}`;
  return `${clients}${under}${owned}${matching}`;
};

/** Sentences about API clients: made, shown, replaced, deleted, listed. */
export const clients = {
  create: {
    title: 'Create API client',
    submit: 'Create',
    close: 'Cancel',
    loading: sentence('Looking up your Alphaus users …'),
    userMissing: 'Choose the Alphaus user under whom the client is to live.',
    userHint: 'Under whom the client lives in Alphaus.',
    userAloneHint:
      'No other is offered: this workspace is connected over Blue API, which acts for this user alone.',
    namePlaceholder: 'nightly-export',
    purposeHint:
      'What it is for, in a sentence. Others will read it when they ask whether it is still needed.',
    me: 'Me',
    sameName: (user: AlphausUserName): Sentence => [
      alphausUser(user),
      ' already has a client of this name. Choose another name, or say that you want one more of the same.',
    ],
    sameNameLabel: 'Same name',
    sameNameOption: 'Make another client with this name',
    failedTitle: 'Not possible',
    failedClose: 'Close',
    done: (name: string): Sentence => [
      'Created ',
      { bold: name },
      '. Its secret is in your direct message with me.',
    ],
    ambiguous: (name: string): Sentence => [
      'Alphaus did not answer clearly, so I do not know whether ',
      { bold: name },
      ' was made. I did not try again, and nobody holds a secret of it. I find out, and tell you in your direct message with me within two minutes: wait for that before you create it anew.',
    ],
  },

  secret: {
    notification: 'Your new API client is ready. Open this conversation in Slack to see its secret.',
    heading: 'Here is your new API client. The secret is shown once: save it now.',
    howTo: 'To get an access token with it, put the secret into the variable CLIENT_SECRET, then:',
    saved: 'I have saved it',
    notSaved: 'I could not save it',
    notSavedConfirm: {
      title: 'Get a new secret?',
      text: 'The client is deleted and made again. You get a new id and a new secret; these no longer work.',
      yes: 'Get a new secret',
      no: 'Cancel',
    },
    onlyHere: 'Only you can see this message. It goes away when you reload Slack.',
  },

  receipt: {
    title: 'API client created',
    unconfirmed: sentence(
      'You have not said yet whether you have the secret. If it is lost, ',
      { bold: 'Replace' },
      ' makes the client anew.',
    ),
    saved: (at: Date): Sentence => ['You saved the secret ', { time: at }, '.'],
    replace: 'Replace',
    replaceConfirm: {
      title: 'Replace this client?',
      text: 'The client is deleted and made anew. Programs that use it stop working until they have the new id and secret.',
      yes: 'Replace',
      no: 'Cancel',
    },
    closed: ({ how, by, at }: Closing): Sentence => closings[how](by, new Date(at)),
    onlyDeleted: (name: string): Sentence => [
      'The old client ',
      { bold: name },
      ' is deleted, but the new one could not be made. Start again with ',
      { code: '/apiclient create' },
      '. The reason:',
    ],
    reminder: (name: string): Sentence => [
      'You have not said yet whether the secret of ',
      { bold: name },
      ' is saved. Is it? If not, replace the client.',
    ],
  },

  delete: {
    ask: 'Delete this API client? Programs that use it stop working at once. This cannot be undone.',
    typeName: 'Name of the client, typed to confirm',
    notYours: 'It is not yours, so type its name or its client ID to confirm.',
    groupOwns: (id: string, size: number): Sentence => [
      'It belongs to ',
      { group: id },
      `: ${countedInWords(size, 'person', 'people')} may depend on it.`,
    ],
    button: 'Delete',
    cancel: 'Cancel',
    confirm: {
      title: 'Delete for good?',
      text: 'Programs that use this client stop working at once. It cannot be brought back.',
      yes: 'Delete',
      no: 'Keep',
    },
    done: (name: string): Sentence => ['Deleted ', { bold: name }, '. Its id and secret no longer work.'],
    already: (by: string, at: Date): Sentence => [
      'It was already deleted by ',
      { person: by },
      ' ',
      { time: at },
      '.',
    ],
    underWay: (by: string): Sentence => ['It is just being deleted by ', { person: by }, '.'],
    otherFailed: (by: string): Sentence => [
      { person: by },
      ' tried to delete it at the same moment, and it did not work. Press the button again if you still want to.',
    ],
    absent: (name: string): Sentence => [
      { bold: name },
      ' no longer exists: it was deleted outside of this bot.',
    ],
    cancelled: (name: string): Sentence => ['Nothing was deleted: ', { bold: name }, ' stays.'],
    tellOwner: (name: string, by: string): Sentence => [
      'Your API client ',
      { bold: name },
      ' was deleted by ',
      { person: by },
      '. Programs that used it no longer work.',
    ],
  },

  which: {
    title: 'Which client?',
    submit: 'Go on',
    close: 'Cancel',
    label: 'Client ID',
    invalid: 'That is not a client ID. One looks like ripple-abcdef123456; /apiclient list shows them.',
    hint: 'Like ripple-abcdef123456. /apiclient list shows them all.',
  },

  list: {
    title: 'API clients',
    shown: shownClients,
    titleAndShown: (shown: Shown): Sentence => [`API clients: ${shownClients(shown)}`],
    none: sentence(
      'There are no API clients yet that you may see. Make one with ',
      { code: '/apiclient create' },
      '.',
    ),
    noneMatch: sentence('No client matches.'),
    noName: '(no name)',
    nameAndId: (name: string, id: string): Sentence => [name, ' ', { code: id }],
    /** Whose it is, where that is known, and since when it exists. */
    ownerAndAge: (owner: Owner | undefined, createdAt: number | undefined): Sentence => [
      owner === undefined ? 'unknown origin' : mentionOf(owner),
      ...(createdAt === undefined ? [] : [' · ', { time: new Date(createdAt) }]),
    ],
    show: 'Show',
    next: 'Next',
    previous: 'Previous',
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
    filterMine: 'Whose',
    sort: 'Order',
    textTooLong: 'This text is too long: 100 characters at most.',
    onlyMine: 'Only those that I own',
  },
};
