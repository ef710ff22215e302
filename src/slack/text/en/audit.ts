import type { AuditHead, AuditOutcome, AuditRecord } from '../../../core/audit/audit-event.js';
import type { AuditSelectionPart } from '../../../core/problem.js';
import type { ChannelRefusal } from '../../refusal.js';
import { type Inline, type Sentence, sentence } from '../sentence.js';
import { channelRefused } from './slack-problems.js';
import { counted, quoted } from './grammar.js';
import { alphausUser } from './setup.js';

const instant = (part: 'since' | 'until'): Sentence => [
  { code: `--${part}` },
  ' takes a day as ',
  { code: '2026-11-24' },
  ', an instant as ',
  { code: '2026-11-24T10:00Z' },
  ', or how long ago as ',
  { code: '12h' },
  ', ',
  { code: '30d' },
  ' or ',
  { code: '2w' },
  '. Days are those of UTC.',
];

/** What each part of a selection takes. */
export const auditSelection: Readonly<Record<AuditSelectionPart, Sentence>> = {
  since: instant('since'),
  until: instant('until'),
  user: sentence({ code: '--user' }, ' takes the name of an Alphaus user.'),
  action: sentence(
    { code: '--action' },
    ' takes one word as in the trail: ',
    { code: 'create' },
    ' or ',
    { code: 'delete' },
    '.',
  ),
  client: sentence({ code: '--client' }, ' takes the id of an API client.'),
};

const OUTCOMES: Readonly<Record<AuditOutcome, string>> = {
  attempted: 'attempted',
  done: 'done',
  refused: 'refused',
  failed: 'failed',
  ambiguous: 'outcome unknown',
  settled: 'outcome found out',
};

function actor(record: AuditRecord): Inline {
  if (record.actor === 'bot') return 'the bot';
  return record.actor === 'operator' ? 'an operator' : { person: record.actor };
}

/** A record in one line. */
function row(record: AuditRecord): Sentence {
  const { sequence, time, action, target, outcome, request, rule, reason, reference } = record;
  const on: readonly Inline[] = [
    ...(target.name === undefined ? [] : [` ${quoted(target.name)}`]),
    ...(target.clientId === undefined ? [] : [' ', { code: target.clientId }]),
    ...(target.user === undefined ? [] : [` under ${alphausUser(target.user)}`]),
    ...(target.subject === undefined ? [] : [` ${quoted(target.subject)}`]),
  ];
  return [
    { bold: `#${sequence}` },
    ' ',
    { time: new Date(time) },
    ' · ',
    actor(record),
    ' · ',
    { code: action },
    ...on,
    ' · ',
    { bold: OUTCOMES[outcome] },
    ...(reason === undefined ? [] : [`: ${reason}`]),
    ...(rule === undefined ? [] : [` · by the rule ${rule}`]),
    ...(request === undefined ? [] : [` · request ${request}`]),
    ' · ',
    { code: reference },
  ];
}

export const audit = {
  channelLost: (channel: string, why: ChannelRefusal, word: string): Sentence => [
    'I cannot post in the audit channel ',
    { channel },
    '. ',
    ...channelRefused(why, word),
    ' The trail is kept all the same, and what it holds is posted once I can. ',
    { code: '/apiclient setup' },
    ' → Policy chooses another channel.',
  ],
  title: 'Audit trail',
  row,
  none: sentence('Nothing is on record that matches.'),
  cutShort: sentence(
    'These records are rare: I have looked through 5,000, and ',
    { bold: 'Next' },
    ' goes on looking.',
  ),
  next: 'Next',
  previous: 'Previous',
  filter: 'Filter or export',
  form: {
    title: 'Audit trail',
    submit: 'Go on',
    close: 'Cancel',
    since: 'Since',
    until: 'Until',
    timeHint: 'A day (2026-11-24, in UTC), an instant (2026-11-24T10:00Z), or how long ago (30d).',
    user: 'Alphaus user',
    action: 'Action',
    client: 'Client ID',
    as: 'What to do with it',
    show: 'Show it here',
    csv: 'Export as CSV, for a spreadsheet',
    jsonl: 'Export as JSON Lines, for programs',
    wrong: {
      since: 'A day as 2026-11-24, an instant as 2026-11-24T10:00Z, or how long ago as 30d.',
      until: 'A day as 2026-11-24, an instant as 2026-11-24T10:00Z, or how long ago as 30d.',
      user: 'The name of an Alphaus user.',
      action: 'One word as in the trail: create, or delete.',
      client: 'The id of an API client.',
    } satisfies Record<AuditSelectionPart, string>,
  },
  formats: sentence('--export takes ', { code: 'csv' }, ' or ', { code: 'jsonl' }, '.'),
  /** Stands at the file. */
  file: (name: string, records: number): Sentence => [
    `The audit trail, ${counted(records, 'record', 'records')}. To verify it: `,
    { code: `npm run audit:verify -- ${name}` },
  ],
  exporting: (records: number): Sentence => [
    `I am exporting ${records} records. The file comes in a moment.`,
  ],
  exported: (name: string): Sentence => [
    'The trail is in your direct message with me: ',
    { bold: name },
    '.',
  ],
  repeated: sentence('I was cut off while posting these, so they may stand above already:'),
  broken: sentence({
    bold: 'The audit trail was rewritten: what follows does not fit what I posted before. Compare an export with the heads in this channel, and tell the person who runs the bot.',
  }),
  head: ({ sequence, hash }: AuditHead): Sentence => [
    'The audit trail ends with record ',
    { bold: String(sequence) },
    ', whose hash is ',
    { code: hash },
    '. An export that tells otherwise was changed: ',
    { code: `npm run audit:verify -- FILE --head ${sequence}:${hash}` },
    '.',
  ],
};
