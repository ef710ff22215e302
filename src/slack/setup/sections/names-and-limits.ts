import { textInput } from '../../view/blocks.js';
import { field } from '../policy-fields.js';
import { numberInput } from './inputs.js';
import type { PolicySection } from './section.js';

const optional = true;

/** How API clients are named and justified, how many there may be, and how long they live. */
export const namesAndLimits: PolicySection = {
  inputs: ({ policy: { parts, ...rest } }, { policy }) => [
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
    numberInput({
      id: field.defaultLifeDays,
      label: parts.defaultLifeDays,
      value: policy.defaultLifeDays,
      hint: rest.defaultLifeHint,
    }),
    numberInput({
      id: field.longestLifeDays,
      label: parts.longestLifeDays,
      value: policy.longestLifeDays,
      hint: rest.longestLifeHint,
    }),
    numberInput({ id: field.staleAfterDays, label: parts.staleAfterDays, value: policy.staleAfterDays }),
  ],
  read: (reader) => ({
    namePattern: reader.pattern(field.namePattern, 'namePattern'),
    purposePattern: reader.pattern(field.purposePattern, 'purposePattern'),
    clientsPerPerson: reader.number(field.clientsPerPerson),
    actsPerHour: {
      person: reader.number(field.perPersonAndHour),
      workspace: reader.number(field.perWorkspaceAndHour),
    },
    defaultLifeDays: reader.number(field.defaultLifeDays),
    longestLifeDays: reader.number(field.longestLifeDays),
    staleAfterDays: reader.number(field.staleAfterDays),
  }),
};
