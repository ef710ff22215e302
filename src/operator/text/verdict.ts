import type { AuditSelection } from '../../core/audit/audit-selection.js';
import type { Flaw, Sound } from '../../storage/audit/verdict.js';

/** What is wrong with a file, in one sentence. */
export function flawInWords(flaw: Flaw): string {
  switch (flaw.kind) {
    case 'unreadable':
      return `Line ${flaw.line} is not a line of an exported trail, or does not belong there.`;
    case 'edited':
      return `Record ${flaw.sequence} (line ${flaw.line}) was edited: its hash is not that of what it says.`;
    case 'rewritten-line':
      return `Line ${flaw.line} is not as the bot writes it: a cell, a quote or an apostrophe was changed, added or removed.`;
    case 'rewritten':
      return `Record ${flaw.sequence} (line ${flaw.line}) does not follow from what is before it: one of the two was rewritten.`;
    case 'missing':
      return flaw.from === flaw.to
        ? `Record ${flaw.from} is missing (before line ${flaw.line}).`
        : `Records ${flaw.from} to ${flaw.to} are missing (before line ${flaw.line}).`;
    case 'selected-missing':
      return `The export selected ${flaw.expected} records, and the file has ${flaw.found} of them.`;
    case 'selected-rewritten':
      return 'The records are not those that the export selected: at least one was rewritten.';
    case 'reordered':
      return `Record ${flaw.sequence} (line ${flaw.line}) is out of order, or there twice.`;
    case 'other-workspace':
      return `Record ${flaw.sequence} (line ${flaw.line}) is of another workspace.`;
    case 'anchor-forged':
      return `The anchor (line ${flaw.line}) was not made by the bot with these keys, or is not the one that belongs there.`;
    case 'cut-off':
      return flaw.end === undefined
        ? `The end is missing: the last record, ${flaw.last} (line ${flaw.line}), is not that of the export which made the file.`
        : `The end is missing: the file ended with record ${flaw.end}, and its last one now is ${flaw.last} (line ${flaw.line}).`;
    case 'other-end':
      return `Line ${flaw.line} should say which record ends the file. It is missing, or was changed.`;
    case 'other-export':
      return `Record ${flaw.sequence} (line ${flaw.line}) is of an export that made another file: this one was cut there, or put together from several.`;
    case 'empty':
      return 'The file holds no record.';
    case 'other-head':
      return `Record ${flaw.sequence} (line ${flaw.line}) is not the one that the audit channel told of: the trail was rewritten.`;
    case 'head-absent':
      return `Record ${flaw.sequence}, which the audit channel told of, is not in the file (records ${flaw.first} to ${flaw.last}), so it cannot be compared with it.`;
  }
}

/** What was proved of a file, and what was not: range, anchor, head. A line each. */
export function soundInWords(sound: Sound): string {
  const { own } = sound;
  return [
    `${extentInWords(sound)} What happened later is not in it.`,
    rangeInWords(sound),
    ...gapsInWords(sound),
    anchorInWords(sound),
    headInWords(sound),
    `Head of this file: ${own.sequence}:${own.hash}`,
  ].join('\n');
}

/** A gap that is told of is no flaw of the file, and no proof of what was there. */
function gapsInWords({ gaps }: Sound): readonly string[] {
  return gaps.map(({ from, to }) => {
    const lost = from === to ? `record ${from}` : `records ${from} to ${to}`;
    return `A gap, told of: the store lost ${lost}, and record ${to + 1} says so. What was there cannot be told.`;
  });
}

function extentInWords({ records, own, range }: Sound): string {
  const count = records === 1 ? '1 record' : `${records} records`;
  const made = `the export of ${own.time} by ${own.actor}`;
  return range.kind === 'every' || range.kind === 'selected'
    ? `The file is whole: it has the ${count} that ${made} wrote.`
    : `Nothing is wrong with the ${count} in the file, but it cannot be told whether ${made} wrote more.`;
}

function rangeInWords({ range, selection, records, gaps }: Sound): string {
  if (range.kind === 'nothing') {
    return 'Range, not proved: an older version made this file, which left records out and did not note how many. Each record that is there fits its own hash; whether others are missing or were rewritten cannot be told.';
  }
  const { first, last } = range;
  const asked = selectionInWords(selection);
  if (last < first) return `Range, proved: there was no record ${asked}.`;
  const numbers = first === last ? `record ${first}` : `every record from ${first} to ${last}`;
  switch (range.kind) {
    case 'every':
      return `Range, proved: ${numbers}${asked && `, that is ${asked}`}. None is missing${gaps.length === 0 ? '' : ' but those of the gaps below'}, and each follows from the one before it.`;
    case 'selected':
      return records === 1
        ? `Range, proved: none of the records ${first} to ${last} was selected (${asked}).`
        : `Range, proved: all ${records - 1} of the records ${first} to ${last} that were selected (${asked}). What was left out cannot be seen.`;
    case 'every-since':
      return `Range, proved in part: ${numbers}. Not proved: that the export began with record ${first}. An older version made this file and did not note it.`;
  }
}

function selectionInWords({ since, until, by, user, action, client }: AuditSelection): string {
  return [
    ...(since === undefined ? [] : [`since ${since.toISOString()}`]),
    ...(until === undefined ? [] : [`until ${until.toISOString()}`]),
    ...(by === undefined ? [] : [`by ${by}`]),
    ...(user === undefined ? [] : [`Alphaus user ${user}`]),
    ...(action === undefined ? [] : [`action ${action}`]),
    ...(client === undefined ? [] : [`client ${client}`]),
  ].join(', ');
}

function anchorInWords({ range, anchor, selection }: Sound): string {
  if (anchor !== undefined) {
    const cut = `records 1 to ${anchor.sequence} were cut on ${anchor.cutAt} as too old`;
    return anchor.isChecked
      ? `Anchor, proved: ${cut}; the bot with these keys did it.`
      : `Anchor, not proved: ${cut}, as the file says. Set ENCRYPTION_KEYS to check that the bot did it.`;
  }
  if (selection.since !== undefined) {
    return 'Anchor: none. The export was asked to begin later; nothing is said of what was before.';
  }
  return range.kind !== 'nothing' && range.first === 1
    ? 'Anchor: none is needed, the trail begins with record 1.'
    : 'Anchor: none.';
}

function headInWords({ range, own, head }: Sound): string {
  if (head === undefined) {
    return 'Head, not proved: who can write to the store, or to this file, could have rewritten all of it. Compare it with what the audit channel told: --head SEQUENCE:HASH.';
  }
  const isLast = head.sequence === own.sequence;
  const vouchedFor =
    range.kind === 'every' || range.kind === 'every-since' || isLast
      ? `nothing up to it was rewritten`
      : 'it was not rewritten';
  return `Head, proved: record ${head.sequence} is the one that the audit channel told of, so ${vouchedFor}.${isLast ? '' : ` Nothing outside of the file vouches for what came after it.`}`;
}
