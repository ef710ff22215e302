import type { InputBlock } from '@slack/types';
import { Approval, type Policy } from '../../core/rights/policy.js';
import { plain, textInput } from '../view/blocks.js';
import { channelInput, type Choice, oneOf, optionOf, peopleInput, severalOf } from '../view/selects.js';
import type { Words } from '../text/words.js';
import { field, type NumberField, numbers } from './policy-fields.js';

interface NumberSpec {
  readonly id: NumberField;
  readonly label: string;
  readonly value: number | undefined;
  readonly hint?: string;
}

function numberInput({ id, label, value, hint }: NumberSpec): InputBlock {
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

interface TickSpec {
  readonly id: string;
  readonly label: string;
  /** What is said beside the box. */
  readonly says: string;
  readonly ticked: boolean;
}

function tick({ id, label, says, ticked }: TickSpec): InputBlock {
  const only = optionOf({ value: 'yes', text: says });
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

/** An input for each part of the policy, filled in with what holds. */
export function policyInputs(words: Words, policy: Policy, groups: readonly Choice[]): readonly InputBlock[] {
  const { parts, ...rest } = words.policy;
  const optional = true;
  return [
    peopleInput({
      id: field.approvers,
      label: parts.approvers,
      chosen: policy.approvers.people,
      hint: rest.approversHint,
      optional,
    }),
    severalOf({
      id: field.approverGroups,
      label: rest.approversGroups,
      choices: groups,
      chosen: policy.approvers.groups,
      optional,
    }),
    channelInput({
      id: field.approvalsChannel,
      label: parts.approvalsChannel,
      hint: rest.approvalsChannelHint,
      chosen: chosenOne(policy.approvalsChannel),
      optional,
    }),
    channelInput({
      id: field.auditChannel,
      label: parts.auditChannel,
      hint: rest.channelHint,
      chosen: chosenOne(policy.auditChannel),
      optional,
    }),
    oneOf({
      id: field.approval,
      label: parts.approval,
      choices: Approval.options.map((value) => ({ value, text: rest.approvals[value] })),
      chosen: [policy.approval],
    }),
    peopleInput({ id: field.admins, label: parts.admins, chosen: policy.admins.people, optional }),
    severalOf({
      id: field.adminGroups,
      label: rest.adminsGroups,
      choices: groups,
      chosen: policy.admins.groups,
      optional,
    }),
    tick({
      id: field.slackAdmins,
      label: parts.slackAdminsAreAdmins,
      says: rest.slackAdmins,
      ticked: policy.slackAdminsAreAdmins,
    }),
    tick({
      id: field.grantHolders,
      label: parts.grantHoldersDeleteOthers,
      says: rest.grantHolders,
      ticked: policy.grantHoldersDeleteOthers,
    }),
    {
      ...textInput(parts.namePattern, field.namePattern, {
        hint: rest.patternHint,
        initial: policy.namePattern ?? '',
      }),
      optional,
    },
    {
      ...textInput(parts.purposePattern, field.purposePattern, {
        hint: rest.purposePatternHint,
        initial: policy.purposePattern ?? '',
      }),
      optional,
    },
    numberInput({
      id: field.clientsPerPerson,
      label: parts.clientsPerPerson,
      value: policy.clientsPerPerson,
      hint: rest.clientsPerPersonHint,
    }),
    numberInput({
      id: field.perPersonAndHour,
      label: rest.perPersonAndHour,
      value: policy.actsPerHour.person,
      hint: rest.actsPerHourHint,
    }),
    numberInput({
      id: field.perWorkspaceAndHour,
      label: rest.perWorkspaceAndHour,
      value: policy.actsPerHour.workspace,
      hint: rest.actsPerHourHint,
    }),
    numberInput({ id: field.requestOpenDays, label: parts.requestOpenDays, value: policy.requestOpenDays }),
    numberInput({ id: field.collectHours, label: parts.collectHours, value: policy.collectHours }),
    numberInput({ id: field.staleAfterDays, label: parts.staleAfterDays, value: policy.staleAfterDays }),
    numberInput({
      id: field.auditKeptDays,
      label: parts.auditKeptDays,
      value: policy.auditKeptDays,
      hint: rest.auditKeptHint,
    }),
    peopleInput({
      id: field.mention,
      label: parts.mention,
      chosen: policy.mention.people,
      hint: rest.mentionHint,
      optional,
    }),
    severalOf({
      id: field.mentionGroups,
      label: rest.mentionGroups,
      choices: groups,
      chosen: policy.mention.groups,
      optional,
    }),
  ];
}

/** What is chosen in a select of one: nothing, or that. */
const chosenOne = (one: string | undefined): readonly string[] => (one === undefined ? [] : [one]);
