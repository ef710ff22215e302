import type { AuditSelectionPart } from '../../core/problem.js';
import type { Sentence } from '../sentence.js';

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
  user: [{ code: '--user' }, ' takes the name of an Alphaus user.'],
  action: [
    { code: '--action' },
    ' takes one word as in the trail: ',
    { code: 'create' },
    ' or ',
    { code: 'delete' },
    '.',
  ],
  client: [{ code: '--client' }, ' takes the id of an API client.'],
};
