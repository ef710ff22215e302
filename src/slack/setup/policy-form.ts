import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import { GroupId, PersonId } from '../../core/model/ids.js';
import { type PatternPart, readPatternOf } from '../../core/rights/check-patterns.js';
import { legible } from '../../core/model/legible-text.js';
import { Approval, Policy } from '../../core/rights/policy.js';
import type { Members } from '../../core/model/members.js';
import { plain, textInput } from '../view/blocks.js';
import type { Drawing } from '../call/conversation.js';
import type { Fields } from '../view/fields.js';
import { channelInput, type Choice, oneOf, peopleInput, severalOf } from '../view/selects.js';
import { richText, type Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';

/** Those of the selects are sent by themselves when something is typed: their ids carry a version. */
export const field = {
  approvers: 'policy.approvers.v1',
  approverGroups: 'policy.approver-groups.v1',
  approvalsChannel: 'policy.approvals-channel.v1',
  auditChannel: 'policy.audit-channel.v1',
  approval: 'policy.approval.v1',
  admins: 'policy.admins.v1',
  adminGroups: 'policy.admin-groups.v1',
  slackAdmins: 'policy.slack-admins.v1',
  grantHolders: 'policy.grant-holders.v1',
  namePattern: 'policy.name-pattern',
  purposePattern: 'policy.purpose-pattern',
  clientsPerPerson: 'policy.clients-per-person',
  perPersonAndHour: 'policy.per-person-and-hour',
  perWorkspaceAndHour: 'policy.per-workspace-and-hour',
  requestOpenDays: 'policy.request-open-days',
  collectHours: 'policy.collect-hours',
  staleAfterDays: 'policy.stale-after-days',
  auditKeptDays: 'policy.audit-kept-days',
  mention: 'policy.mention.v1',
  mentionGroups: 'policy.mention-groups.v1',
} as const;

/** The selects of user groups, of which there may be too many to carry. */
export const groupFields = [field.approverGroups, field.adminGroups, field.mentionGroups] as const;

/** How a number is bounded; empty is no number, where that is possible. */
const numbers = {
  [field.clientsPerPerson]: { least: 1, most: 10_000, optional: true },
  [field.perPersonAndHour]: { least: 1, most: 10_000, optional: false },
  [field.perWorkspaceAndHour]: { least: 1, most: 100_000, optional: false },
  [field.requestOpenDays]: { least: 1, most: 365, optional: false },
  [field.collectHours]: { least: 1, most: 8_760, optional: false },
  [field.staleAfterDays]: { least: 1, most: 3_650, optional: false },
  [field.auditKeptDays]: { least: 1, most: 36_500, optional: true },
} as const;
type NumberField = keyof typeof numbers;

export const Hidden = z.object({
  responseUrl: z.string().optional(),
  channel: z.string().optional(),
  /** Which policy was looked at: saving another one's successor would undo somebody's change. */
  policyVersion: z.number().int(),
});
export type Hidden = z.infer<typeof Hidden>;

/** What was entered, as far as it can be put back into the form. */
export type Complaints = Readonly<Partial<Record<string, string>>>;

const textOption = (value: string, text: string): PlainTextOption => ({ text: plain(text), value });

function numberInput(id: NumberField, label: string, value: number | undefined, hint?: string): InputBlock {
  const { least, most, optional } = numbers[id];
  return {
    type: 'input',
    block_id: id,
    label: plain(label),
    ...(hint !== undefined && { hint: plain(hint) }),
    ...(optional && { optional }),
    element: {
      type: 'number_input',
      action_id: id,
      is_decimal_allowed: false,
      min_value: String(least),
      max_value: String(most),
      ...(value !== undefined && { initial_value: String(value) }),
    },
  };
}

function tick(id: string, label: string, option: string, ticked: boolean): InputBlock {
  const only = textOption('yes', option);
  return {
    type: 'input',
    block_id: id,
    label: plain(label),
    optional: true,
    element: {
      type: 'checkboxes',
      action_id: id,
      options: [only],
      ...(ticked && { initial_options: [only] }),
    },
  };
}

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
  const { parts } = words.policy;
  const groupsOf = (id: string, label: string, chosen: Members): InputBlock =>
    severalOf({ label, id, choices: groups, chosen: chosen.groups, optional: true });
  const peopleOf = (id: string, label: string, chosen: Members, hint?: string): InputBlock =>
    peopleInput({ label, id, chosen: chosen.people, optional: true, ...(hint !== undefined && { hint }) });
  const channelOf = (id: string, label: string, hint: string, chosen: string | undefined): InputBlock =>
    channelInput({ label, id, hint, optional: true, ...(chosen !== undefined && { chosen: [chosen] }) });
  const patternOf = (id: string, label: string, hint: string, initial = ''): InputBlock => ({
    ...textInput(label, id, { hint, initial }),
    optional: true,
  });
  const inputs: readonly InputBlock[] = [
    peopleOf(field.approvers, parts.approvers, policy.approvers, words.policy.approversHint),
    groupsOf(field.approverGroups, words.policy.approversGroups, policy.approvers),
    channelOf(
      field.approvalsChannel,
      parts.approvalsChannel,
      words.policy.approvalsChannelHint,
      policy.approvalsChannel,
    ),
    channelOf(field.auditChannel, parts.auditChannel, words.policy.channelHint, policy.auditChannel),
    oneOf({
      label: parts.approval,
      id: field.approval,
      choices: Approval.options.map((value) => ({ value, text: words.policy.approvals[value] })),
      chosen: [policy.approval],
    }),
    peopleOf(field.admins, parts.admins, policy.admins),
    groupsOf(field.adminGroups, words.policy.adminsGroups, policy.admins),
    tick(
      field.slackAdmins,
      parts.slackAdminsAreAdmins,
      words.policy.slackAdmins,
      policy.slackAdminsAreAdmins,
    ),
    tick(
      field.grantHolders,
      parts.grantHoldersDeleteOthers,
      words.policy.grantHolders,
      policy.grantHoldersDeleteOthers,
    ),
    patternOf(field.namePattern, parts.namePattern, words.policy.patternHint, policy.namePattern),
    patternOf(
      field.purposePattern,
      parts.purposePattern,
      words.policy.purposePatternHint,
      policy.purposePattern,
    ),
    numberInput(
      field.clientsPerPerson,
      parts.clientsPerPerson,
      policy.clientsPerPerson,
      words.policy.clientsPerPersonHint,
    ),
    numberInput(field.perPersonAndHour, words.policy.perPersonAndHour, policy.actsPerHour.person),
    numberInput(field.perWorkspaceAndHour, words.policy.perWorkspaceAndHour, policy.actsPerHour.workspace),
    numberInput(field.requestOpenDays, parts.requestOpenDays, policy.requestOpenDays),
    numberInput(field.collectHours, parts.collectHours, policy.collectHours),
    numberInput(field.staleAfterDays, parts.staleAfterDays, policy.staleAfterDays),
    numberInput(field.auditKeptDays, parts.auditKeptDays, policy.auditKeptDays, words.policy.auditKeptHint),
    peopleOf(field.mention, parts.mention, policy.mention, words.policy.mentionHint),
    groupsOf(field.mentionGroups, words.policy.mentionGroups, policy.mention),
  ];
  return {
    title: words.policy.title,
    submit: words.policy.submit,
    close: words.policy.close,
    blocks: inputs.flatMap((input): readonly KnownBlock[] => {
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
