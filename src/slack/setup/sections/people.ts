import { peopleInput, severalOf } from '../../view/inputs.js';
import { field } from '../policy-fields.js';
import { tick } from './inputs.js';
import type { PolicySection } from './section.js';

const optional = true;

/** Who is an admin, and what people with a grant may do. */
export const people: PolicySection = {
  inputs: ({ policy: { parts, ...rest } }, { policy, groups }) => [
    peopleInput({ id: field.admins, label: parts.admins, chosen: policy.admins.people, optional }),
    severalOf({
      id: field.adminGroups,
      label: rest.adminGroups,
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
  ],
  read: (reader) => ({
    admins: reader.members(field.admins, field.adminGroups),
    slackAdminsAreAdmins: reader.ticked(field.slackAdmins),
    grantHoldersDeleteOthers: reader.ticked(field.grantHolders),
  }),
};
