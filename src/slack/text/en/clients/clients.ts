import type { AlphausUserName } from '../../../../core/model/api-client.js';
import type { ClientId } from '../../../../core/model/ids.js';
import type { ClientRecord, Deleter } from '../../../../core/model/client-record.js';
import type { Owned, Succeeded } from '../../owned.js';
import { type Inline, type Sentence, sentence } from '../../sentence.js';
import { countedInWords } from '../grammar.js';
import { list } from './list.js';
import { yourClient } from './your-client.js';
import { alphausUser } from '../setup.js';

type Closing = NonNullable<ClientRecord['closed']>;

const deleterOf = (by: Deleter): Inline => (by === 'bot' ? 'the bot' : { person: by });

const closings: Readonly<Record<Closing['how'], (by: Deleter, at: Date) => Sentence>> = {
  deleted: (by, at) => ['Deleted by ', deleterOf(by), ' ', { time: at }, '.'],
  ended: (_, at) => ['Deleted ', { time: at }, ' because it had reached its end date.'],
  replaced: (by, at) => [
    'Replaced by ',
    deleterOf(by),
    ' ',
    { time: at },
    '. The old ID and secret no longer work.',
  ],
  'secret-not-delivered': (_, at) => ['Deleted ', { time: at }, ' because its secret couldn’t be shown.'],
  'deleted-elsewhere': (_, at) => ['Deleted outside this bot. Noticed ', { time: at }, '.'],
};

/** What a receipt says in its second line. */
interface ReceiptFacts {
  readonly id: ClientId;
  readonly owner: Inline;
  readonly at: Date;
  /** When the client ends, if it does. */
  readonly end: Inline | undefined;
}

/** Sentences about API clients: made, shown, replaced, deleted, listed. */
export const clients = {
  create: {
    title: 'Create API client',
    submit: 'Create',
    close: 'Cancel',
    loading: sentence('Loading your Alphaus users…'),
    userMissing: 'Choose the Alphaus user that the client belongs to.',
    userHint: 'The Alphaus account it belongs to.',
    userAloneHint: 'This workspace is connected through Blue API, which works for this user only.',
    namePlaceholder: 'nightly-export',
    purposePlaceholder: 'Exports the nightly costs for the finance report',
    purposeHint: 'What it’s for, in a sentence. Others read it when they check whether it’s still needed.',
    me: 'Me',
    recipient: 'The person that it’s for',
    notRecipientsGroup: 'The person that it’s for isn’t in that user group. Choose another owner.',
    owner: sentence('Owner: you'),
    ownerFor: (recipient: string): Sentence => ['Owner: ', { person: recipient }],
    changeOwner: 'Change owner',
    sameName: (user: AlphausUserName): Sentence => [
      alphausUser(user),
      ' already has a client with this name. Choose another name, or confirm that you want a second one.',
    ],
    sameNameLabel: 'Same name',
    sameNameOption: 'Create another client with this name',
    failedTitle: 'That didn’t work',
    failedClose: 'Close',
    done: (name: string): Sentence => [
      'Created ',
      { bold: name },
      '. Its secret is in your direct message with me.',
    ],
    ambiguous: (name: string): Sentence => [
      'Alphaus didn’t answer clearly, so I don’t know whether ',
      { bold: name },
      ' was created. I didn’t try again, and nobody has its secret. I’ll find out and message you within two minutes. Please wait for that before you create it again.',
    ],
  },

  secret: {
    notification: 'Your new API client is ready. Open this conversation in Slack to see its secret.',
    title: (name: string): string => `${name}: save its secret now`,
    howToUse: 'How to use it',
    howToClose: 'Close',
    howToLoading: 'Loading…',
    howTo: 'To get an access token, put the secret into the variable CLIENT_SECRET, then run:',
    howToToken: 'Send the access token with each request to Alphaus, in the header Authorization: Bearer …',
    saved: 'I have saved it',
    notSaved: 'I could not save it',
    notSavedConfirm: {
      title: 'Get a new secret?',
      text: 'The client is deleted and created again. You get a new ID and secret, and the ones shown here stop working.',
      yes: 'Get a new secret',
      no: 'Cancel',
    },
    /** For a client that was tried before its secret went out. */
    tried: {
      accepted: 'I tried it: Alphaus gave an access token.',
      untried:
        'It could not be tried, because Alphaus didn’t answer clearly when I asked for an access token. Try it yourself before you switch to it.',
    },
    onlyHere: 'Only you can see this. Slack removes it sooner or later, and nobody can show it again.',
  },

  receipt: {
    title: (name: string, user: string): string => `API client created: ${name} under ${user}`,
    /** Before the receipt, while the API is at it. */
    creating: (name: string, user: string): string => `Creating ${name} under ${user}…`,
    facts: ({ id, owner, at, end }: ReceiptFacts): Sentence => [
      { code: id },
      ' · ',
      owner,
      ' · ',
      { time: at },
      ...(end === undefined ? [] : [' · until ', end]),
    ],
    inOneLine: (facts: Sentence, state: Sentence | undefined): Sentence =>
      state === undefined ? facts : [...facts, ' · ', ...state],
    unconfirmed: sentence('Secret not confirmed yet. Lost it? Use ', { bold: 'Replace' }, '.'),
    saved: (at: Date): Sentence => ['You saved the secret ', { time: at }, '.'],
    replace: 'Replace',
    /** To an owner, when somebody else replaced the client. */
    tellOwner: (of: Owned, { by, old, successor }: Succeeded): Sentence => [
      ...yourClient(of),
      ' (',
      { code: old },
      ') was replaced by ',
      { person: by },
      ', who has the secret of the new client ',
      { code: successor },
      '. Programs that used the old one no longer work.',
    ],
    replaceLoading: 'Looking for the API client…',
    replaceConfirm: {
      title: 'Replace this client?',
      text: 'The client is deleted and created again. Programs that use it stop working until they have the new ID and secret.',
      yes: 'Replace',
      no: 'Cancel',
    },
    closed: ({ how, by, at }: Closing): Sentence => closings[how](by, new Date(at)),
    onlyDeleted: (name: string): Sentence => [
      'The old client ',
      { bold: name },
      ' was deleted, but the new one couldn’t be created. Start again with ',
      { code: '/apiclient create' },
      '. What went wrong:',
    ],
    reminder: (name: string): Sentence => [
      'You haven’t confirmed yet that you saved the secret of ',
      { bold: name },
      '. If you don’t have it, replace the client.',
    ],
  },

  delete: {
    ask: 'Delete this API client? Programs that use it stop working immediately. This cannot be undone.',
    typeName: 'Name of the client, to confirm',
    notYours: 'This client isn’t yours. Type its name or client ID to confirm.',
    groupOwns: (id: string, size: number): Sentence => [
      'It belongs to ',
      { group: id },
      `: ${countedInWords(size, 'person', 'people')} may depend on it.`,
    ],
    button: 'Delete',
    cancel: 'Cancel',
    title: 'Delete API client',
    loading: 'Looking for the API client…',
    deleting: sentence('Deleting…'),
    nameNotTyped: (name: string): string => `Type the name or the client ID. The name is ${name}`,
    done: (name: string): Sentence => ['Deleted ', { bold: name }, '. Its ID and secret no longer work.'],
    already: (by: Deleter, at: Date): Sentence =>
      by === 'bot'
        ? ['It was already deleted ', { time: at }, ' because it had reached its end date.']
        : ['It was already deleted by ', { person: by }, ' ', { time: at }, '.'],
    underWay: (by: Deleter): Sentence =>
      by === 'bot'
        ? ['It has reached its end date and is being deleted right now.']
        : [{ person: by }, ' is deleting it right now.'],
    otherFailed: (by: Deleter): Sentence => [
      deleterOf(by),
      ' tried to delete it at the same time, but that didn’t work. Press the button again if you still want to delete it.',
    ],
    absent: (name: string): Sentence => [
      { bold: name },
      ' no longer exists. It was deleted outside this bot.',
    ],
    tellOwner: (of: Owned, by: string): Sentence => [
      ...yourClient(of),
      ' was deleted by ',
      { person: by },
      '. Programs that used it no longer work.',
    ],
  },

  which: {
    title: 'Which client?',
    submit: 'Continue',
    close: 'Cancel',
    label: 'Client ID',
    invalid: 'Enter a client ID, such as ripple-abcdef123456, or a name. /apiclient list shows them.',
    hint: 'For example ripple-abcdef123456. Its name works too. /apiclient list shows all of them.',
  },

  list,
};
