import type { KnownBlock, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import { AUDIT_ACTIONS } from '../../core/audit/audit-action.js';
import { readInstant } from '../../core/audit/read-instant.js';
import { AUDIT_FILE_FORMATS, readSelection } from '../../core/audit/audit-selection.js';
import { type AuditSelectionPart, Problem } from '../../core/problem.js';
import { PersonId } from '../../core/model/ids.js';
import { readPerson } from '../people/mentions.js';
import { dateInput, oneOf, personInput } from '../view/inputs.js';
import { plain, textInput } from '../view/blocks.js';
import type { Drawing } from '../call/conversation.js';
import type { Fields } from '../view/fields.js';
import type { Words } from '../text/words.js';

/** Longer than anything that can be meant. */
const part = z.string().max(254).optional();

/** A selection as it was typed; a person is an id in it. */
export const TypedFilter = z.object({
  since: part,
  until: part,
  by: part,
  user: part,
  action: part,
  client: part,
});
export type TypedFilter = z.infer<typeof TypedFilter>;

const PARTS = ['since', 'until', 'by', 'user', 'action', 'client'] as const;
const AS = 'as';
const Shown = z.enum(['show', ...AUDIT_FILE_FORMATS]);
type Shown = z.infer<typeof Shown>;

/** What the form is filled in with. */
export const FilterEntered = z.object({ typed: TypedFilter, as: Shown.optional() });
export type FilterEntered = z.infer<typeof FilterEntered>;

/** What was typed as flags. A person may be mentioned as `--by` and as `--user`, which otherwise names an Alphaus user. */
export function typedFilter({ by, user, ...rest }: TypedFilter): TypedFilter {
  const person = by === undefined && user !== undefined ? readPerson(user) : undefined;
  if (person !== undefined) return { ...rest, by: person };
  return {
    ...rest,
    ...(user !== undefined && { user }),
    ...(by !== undefined && { by: readPerson(by) ?? by }),
  };
}

/** The day, in UTC, on which a range begins or ends that was typed; `undefined` where it is open. */
function dayOf(typed: TypedFilter, part: 'since' | 'until', now: Date): string | undefined {
  const text = typed[part];
  const at = text === undefined ? undefined : readInstant(text, now, part === 'since' ? 'start' : 'end');
  return at?.toISOString().slice(0, 10);
}

const ANY_ACTION = '*';

/** The form that asks which records, and what to do with them. */
export function filterDrawing({ audit: { form } }: Words, { typed, as }: FilterEntered, now: Date): Drawing {
  const by = PersonId.safeParse(typed.by).data;
  const input = (id: AuditSelectionPart): KnownBlock => {
    switch (id) {
      case 'by':
        return personInput({ label: form.by, id, optional: true, ...(by !== undefined && { chosen: [by] }) });
      case 'since':
      case 'until': {
        const chosen = dayOf(typed, id, now);
        const hint = form.timeHint;
        return dateInput({
          label: form[id],
          id,
          optional: true,
          hint,
          ...(chosen !== undefined && { chosen }),
        });
      }
      case 'action':
        return oneOf({
          label: form.action,
          id,
          choices: [
            { value: ANY_ACTION, text: form.anyAction },
            ...AUDIT_ACTIONS.map((action) => ({ value: action, text: action })),
          ],
          chosen: [typed.action ?? ANY_ACTION],
        });
      case 'user':
      case 'client':
        return { ...textInput(form[id], id, { initial: typed[id] ?? '' }), optional: true };
    }
  };
  const show: PlainTextOption = { text: plain(form.show), value: 'show' };
  const files = AUDIT_FILE_FORMATS.map((value): PlainTextOption => ({ text: plain(form[value]), value }));
  return {
    title: form.title,
    submit: form.submit,
    close: form.close,
    blocks: [
      ...PARTS.map(input),
      {
        type: 'input',
        block_id: AS,
        label: plain(form.as),
        element: {
          type: 'radio_buttons',
          action_id: AS,
          options: [show, ...files],
          initial_option: [show, ...files].find(({ value }) => value === as) ?? show,
        },
      },
    ],
  };
}

/**
 * What was entered; what is left empty selects everything. A day that was not changed stays as it was typed, so that
 * `12h` stays twelve hours.
 */
export function readFilter(
  words: Words,
  fields: Fields,
  { before, now }: { readonly before: TypedFilter; readonly now: Date },
):
  | { readonly typed: TypedFilter; readonly as: Shown }
  | { readonly errors: Readonly<Record<string, string>> } {
  const entered = (id: AuditSelectionPart): string | undefined => {
    switch (id) {
      case 'by':
        return fields.selected(id);
      case 'since':
      case 'until':
        return fields.date(id) === dayOf(before, id, now) ? before[id] : fields.date(id);
      case 'action':
        return fields.chosen(id) === ANY_ACTION ? undefined : fields.chosen(id);
      case 'user':
      case 'client':
        return fields.text(id).trim();
    }
  };
  const typed = Object.fromEntries(
    PARTS.flatMap((id) => {
      const text = entered(id) ?? '';
      return text === '' ? [] : [[id, text]];
    }),
  );
  try {
    readSelection(typed, now);
  } catch (error) {
    if (!(error instanceof Problem && error.facts.kind === 'audit-selection-invalid')) throw error;
    const { part: wrong } = error.facts;
    return { errors: { [wrong]: words.audit.form.wrong[wrong] } };
  }
  return { typed: TypedFilter.parse(typed), as: Shown.safeParse(fields.chosen(AS)).data ?? 'show' };
}
