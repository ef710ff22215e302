import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { GroupId, PersonId } from '../../core/model/ids.js';
import { type PatternPart, readPatternOf } from '../../core/rights/check-patterns.js';
import { legible } from '../../core/model/legible-text.js';
import { Policy } from '../../core/rights/policy.js';
import type { Members } from '../../core/model/members.js';
import { plain } from '../view/blocks.js';
import type { Drawing } from '../call/conversation.js';
import type { Fields } from '../view/fields.js';
import type { Choice } from '../view/selects.js';
import { richText, type Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import { field, type NumberField, numbers } from './policy-fields.js';
import { policyInputs } from './policy-inputs.js';

export const Hidden = z.object({
  responseUrl: z.string().optional(),
  channel: z.string().optional(),
  /** Which policy was looked at: saving another one's successor would undo somebody's change. */
  policyVersion: z.number().int(),
});
export type Hidden = z.infer<typeof Hidden>;

/** What was entered, as far as it can be put back into the form. */
export type Complaints = Readonly<Partial<Record<string, string>>>;

export interface PolicyForm {
  readonly groups: readonly Choice[];
  readonly complaints?: Complaints | undefined;
}

/** The whole policy as a form, each complaint above its field. */
export function policyDrawing(
  words: Words,
  policy: Policy,
  { groups, complaints = {} }: PolicyForm,
): Drawing {
  return {
    title: words.policy.title,
    submit: words.policy.submit,
    close: words.policy.close,
    blocks: policyInputs(words, policy, groups).flatMap((input): readonly KnownBlock[] => {
      const complaint = complaints[input.block_id ?? ''];
      return complaint === undefined ? [input] : [richText(words.warning([{ bold: complaint }])), input];
    }),
  };
}

export function sentenceView(words: Words, said: Sentence): ModalView {
  return {
    type: 'modal',
    title: plain(words.policy.title),
    close: plain(words.policy.close),
    blocks: [richText(said)],
  };
}

function wrongPattern({ policy }: Words, part: PatternPart, text: string): string | undefined {
  if (text.length > 200) return policy.patternTooLong;
  const shown = legible(text);
  if (shown !== text) return policy.patternMisleading(shown);
  const read = readPatternOf(part, text);
  return read.kind === 'pattern' ? undefined : policy.unusablePattern(read);
}

/** The policy that was entered, or a sentence for each field that will not do. */
export function readFields(
  words: Words,
  fields: Fields,
): { policy: Policy } | { errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const numberOf = (id: NumberField): number | undefined => {
    const { least, most, optional } = numbers[id];
    const text = fields.text(id).trim();
    if (text === '' && optional) return undefined;
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    errors[id] = words.policy.outOfRange(least, most);
    return undefined;
  };
  const patternOf = (id: string, part: PatternPart): string | undefined => {
    const text = fields.text(id).normalize('NFC').trim();
    if (text === '') return undefined;
    const wrong = wrongPattern(words, part, text);
    if (wrong !== undefined) errors[id] = wrong;
    return text;
  };
  const membersOf = (people: string, groups: string): Members => ({
    people: PersonId.array().parse(fields.people(people)),
    groups: GroupId.array().parse(fields.ticked(groups)),
  });
  const entered = {
    admins: membersOf(field.admins, field.adminGroups),
    slackAdminsAreAdmins: fields.ticked(field.slackAdmins).includes('yes'),
    approvers: membersOf(field.approvers, field.approverGroups),
    approval: fields.chosen(field.approval),
    namePattern: patternOf(field.namePattern, 'namePattern'),
    purposePattern: patternOf(field.purposePattern, 'purposePattern'),
    clientsPerPerson: numberOf(field.clientsPerPerson),
    actsPerHour: {
      person: numberOf(field.perPersonAndHour),
      workspace: numberOf(field.perWorkspaceAndHour),
    },
    grantHoldersDeleteOthers: fields.ticked(field.grantHolders).includes('yes'),
    staleAfterDays: numberOf(field.staleAfterDays),
    requestOpenDays: numberOf(field.requestOpenDays),
    collectHours: numberOf(field.collectHours),
    approvalsChannel: fields.selected(field.approvalsChannel),
    auditChannel: fields.selected(field.auditChannel),
    mention: membersOf(field.mention, field.mentionGroups),
    auditKeptDays: numberOf(field.auditKeptDays),
  };
  return Object.keys(errors).length > 0 ? { errors } : { policy: Policy.parse(entered) };
}
