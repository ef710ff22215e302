import { PolicyLanguage } from '../../../core/rights/policy.js';
import { channelInput, oneOf } from '../../view/inputs.js';
import { field } from '../policy-fields.js';
import { chosenOne, numberInput } from './inputs.js';
import type { PolicySection } from './section.js';

const optional = true;

/** Where the bot posts for everybody and in which language, and how long the audit trail is kept. */
export const channelsAndRetention: PolicySection = {
  inputs: ({ policy: { parts, ...rest } }, { policy }) => [
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
    channelInput({
      id: field.digestChannel,
      label: parts.digestChannel,
      hint: rest.digestChannelHint,
      chosen: chosenOne(policy.digestChannel),
      optional,
    }),
    oneOf({
      id: field.language,
      label: parts.language,
      hint: rest.languageHint,
      choices: PolicyLanguage.options.map((value) => ({ value, text: rest.languages[value] })),
      chosen: [policy.language],
    }),
    numberInput({
      id: field.auditKeptDays,
      label: parts.auditKeptDays,
      value: policy.auditKeptDays,
      hint: rest.auditKeptHint,
    }),
  ],
  read: (reader) => ({
    approvalsChannel: reader.fields.selected(field.approvalsChannel),
    auditChannel: reader.fields.selected(field.auditChannel),
    digestChannel: reader.fields.selected(field.digestChannel),
    language: reader.fields.chosen(field.language),
    auditKeptDays: reader.number(field.auditKeptDays),
  }),
};
