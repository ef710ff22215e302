import type { AuditHead, AuditOutcome, AuditRecord } from '../../../core/audit/audit-event.js';
import type { AuditAct } from '../../../core/audit/audit-act.js';
import type { AuditSelectionPart } from '../../../core/problem.js';
import type { ChannelRefusal } from '../../refusal.js';
import { type Inline, type Sentence, sentence } from '../sentence.js';
import { numbersOf, subjectOf } from '../audit-row.js';
import { channelRefused } from './problems/slack-problems.js';
import { counted, quoted, textsListed } from './grammar.js';
import { alphausUser } from './setup.js';

const instant = (part: 'since' | 'until'): Sentence => [
  { code: `--${part}` },
  ' takes a day such as ',
  { code: '2026-11-24' },
  ', a time such as ',
  { code: '2026-11-24T10:00Z' },
  ', or how long ago such as ',
  { code: '12h' },
  ', ',
  { code: '30d' },
  ' or ',
  { code: '2w' },
  '. Days are in UTC.',
];

/** What each part of a selection takes. */
export const auditSelection: Readonly<Record<AuditSelectionPart, Sentence>> = {
  since: instant('since'),
  until: instant('until'),
  by: sentence(
    { code: '--by' },
    ' takes a person: type @ and choose the name. It also takes ',
    { code: 'bot' },
    ' and ',
    { code: 'operator' },
    '.',
  ),
  user: sentence({ code: '--user' }, ' takes the name of an Alphaus user.'),
  action: sentence(
    { code: '--action' },
    ' takes one action from the trail, such as ',
    { code: 'create' },
    ' or ',
    { code: 'delete' },
    '.',
  ),
  client: sentence({ code: '--client' }, ' takes the client ID of an API client.'),
};

const OUTCOMES: Readonly<Record<AuditOutcome, string>> = {
  attempted: 'attempted',
  done: 'done',
  refused: 'refused',
  failed: 'failed',
  ambiguous: 'outcome unknown',
  settled: 'outcome settled',
};

function actor(record: AuditRecord, isPosted: boolean): Inline {
  if (record.actor === 'bot') return 'the bot';
  if (record.actor === 'operator') return 'an operator';
  // Who is named in a channel would be notified of each of their own acts.
  return isPosted ? { code: record.actor } : { person: record.actor };
}

/** An act in one line; `isPosted`: where several people read it. */
function row(act: AuditAct, isPosted = false): Sentence {
  const { record } = act;
  const { time, action, target, outcome, request, rule, reason, reference } = record;
  const on: readonly Inline[] = [
    ...(target.name === undefined ? [] : [` ${quoted(target.name)}`]),
    ...(target.clientId === undefined ? [] : [' ', { code: target.clientId }]),
    ...(target.user === undefined ? [] : [` under ${alphausUser(target.user)}`]),
    ...(target.subject === undefined ? [] : [' “', ...subjectOf(record, isPosted), '”']),
  ];
  return [
    { bold: numbersOf(act) },
    ' ',
    { time: new Date(time) },
    ' · ',
    actor(record, isPosted),
    ' · ',
    { code: action },
    ...on,
    ' · ',
    { bold: OUTCOMES[outcome] },
    ...(reason === undefined ? [] : [`: ${reason}`]),
    ...(rule === undefined ? [] : [` · rule ${rule}`]),
    ...(request === undefined ? [] : [` · request ${request}`]),
    ' · ',
    { code: reference },
  ];
}

export const audit = {
  channelLost: (channel: string, why: ChannelRefusal, word: string): Sentence => [
    'I can’t post in the audit channel ',
    { channel },
    '. ',
    ...channelRefused(why, word),
    ' The trail is still kept, and I’ll post what is missing once I can. To choose another channel, go to ',
    { code: '/apiclient setup' },
    ' → Policy.',
  ],
  title: 'Audit trail',
  row,
  none: sentence('No matching records.'),
  actionUnknown: (typed: string, nearest: string | undefined, known: readonly string[]): Sentence => [
    'No action in the trail is called ',
    { code: typed },
    '. ',
    ...(nearest === undefined
      ? ['The actions are: ', { code: textsListed(known) }, '.']
      : ['Did you mean ', { code: nearest }, '?']),
  ],
  userUnknown: (typed: string, known: readonly string[]): Sentence => [
    'There’s no Alphaus user ',
    { code: typed },
    ', and the trail has no record of one. ',
    ...(known.length === 0
      ? []
      : ['Alphaus users are, for example: ', { code: textsListed(known.map(alphausUser)) }, '. ']),
    'To search for a person, type @ and choose the name.',
  ],
  cutShort: sentence(
    'Few records match. I’ve searched 5,000 records so far. Press ',
    { bold: 'Next' },
    ' to search on.',
  ),
  next: 'Next',
  previous: 'Previous',
  filter: 'Filter or export',
  form: {
    title: 'Audit trail',
    submit: 'Continue',
    close: 'Cancel',
    since: 'Since',
    until: 'Until',
    timeHint: 'Days are in UTC.',
    anyAction: 'Any action',
    by: 'Who acted',
    user: 'Alphaus user',
    action: 'Action',
    client: 'Client ID',
    as: 'Show or export',
    show: 'Show it here',
    csv: 'Export as CSV, for a spreadsheet',
    jsonl: 'Export as JSON Lines, for programs',
    wrong: {
      since: 'Choose a day.',
      until: 'Choose a day.',
      by: 'Choose a person.',
      user: 'Enter the name of an Alphaus user.',
      action: 'Choose an action.',
      client: 'Enter the client ID of an API client.',
    } satisfies Record<AuditSelectionPart, string>,
  },
  formats: sentence('--export takes ', { code: 'csv' }, ' or ', { code: 'jsonl' }, '.'),
  /** Stands at the file. */
  file: (name: string, records: number): Sentence => [
    `The audit trail, ${counted(records, 'record', 'records')}. To verify it: `,
    { code: `npm run audit:verify -- ${name}` },
  ],
  exporting: (records: number): Sentence => [
    `Exporting ${records} records. The file will be here in a moment.`,
  ],
  exported: (name: string): Sentence => [
    'The audit trail is in your direct message with me: ',
    { bold: name },
    '.',
  ],
  repeated: sentence('I was interrupted while posting these, so they may already appear above:'),
  broken: sentence({
    bold: 'The audit trail was rewritten: the records below don’t match what I posted before. Compare an export with the heads in this channel, and tell the person who runs the bot.',
  }),
  head: ({ sequence, hash }: AuditHead): Sentence => [
    'The audit trail ends with record ',
    { bold: String(sequence) },
    ', with the hash ',
    { code: hash },
    '. An export that says otherwise was changed. To check one: ',
    { code: `npm run audit:verify -- FILE --head ${sequence}:${hash}` },
    '.',
  ],
};
