import { Approval } from '../../../core/rights/policy.js';
import { oneOf, peopleInput, severalOf } from '../../view/inputs.js';
import { field } from '../policy-fields.js';
import { numberInput } from './inputs.js';
import type { PolicySection } from './section.js';

const optional = true;

/** When a create needs an approval, who gives it, and how long things wait for it. */
export const approvals: PolicySection = {
  inputs: ({ policy: { parts, ...rest } }, { policy, groups }) => [
    oneOf({
      id: field.approval,
      label: parts.approval,
      choices: Approval.options.map((value) => ({ value, text: rest.approvals[value] })),
      chosen: [policy.approval],
    }),
    peopleInput({
      id: field.approvers,
      label: parts.approvers,
      chosen: policy.approvers.people,
      hint: rest.approversHint,
      optional,
    }),
    severalOf({
      id: field.approverGroups,
      label: rest.approverGroups,
      choices: groups,
      chosen: policy.approvers.groups,
      optional,
    }),
    numberInput({
      id: field.approvalsNeeded,
      label: parts.approvalsNeeded,
      value: policy.approvalsNeeded,
      hint: rest.approvalsNeededHint,
    }),
    severalOf({
      id: field.sensitiveUsers,
      label: parts.sensitive,
      choices: [],
      chosen: policy.sensitive.users,
      hint: rest.sensitiveHint,
      optional,
    }),
    numberInput({
      id: field.sensitiveApprovals,
      label: rest.sensitiveApprovals,
      value: policy.sensitive.approvals,
      hint: rest.sensitiveApprovalsHint,
    }),
    numberInput({
      id: field.askAdminsAfterHours,
      label: parts.askAdminsAfterHours,
      value: policy.askAdminsAfterHours,
      hint: rest.askAdminsHint,
    }),
    numberInput({ id: field.requestOpenDays, label: parts.requestOpenDays, value: policy.requestOpenDays }),
    numberInput({ id: field.collectHours, label: parts.collectHours, value: policy.collectHours }),
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
  ],
  read: (reader) => ({
    approval: reader.fields.chosen(field.approval),
    approvers: reader.members(field.approvers, field.approverGroups),
    approvalsNeeded: reader.number(field.approvalsNeeded),
    sensitive: {
      users: reader.fields.ticked(field.sensitiveUsers),
      approvals: reader.number(field.sensitiveApprovals),
    },
    askAdminsAfterHours: reader.number(field.askAdminsAfterHours),
    requestOpenDays: reader.number(field.requestOpenDays),
    collectHours: reader.number(field.collectHours),
    mention: reader.members(field.mention, field.mentionGroups),
  }),
};
