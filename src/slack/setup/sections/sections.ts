import { z } from 'zod';
import { approvals } from './approvals.js';
import { channelsAndRetention } from './channels-and-retention.js';
import { namesAndLimits } from './names-and-limits.js';
import { people } from './people.js';
import type { PolicySection } from './section.js';

/** The forms in which the policy is changed, in the order of its overview. */
export const SectionName = z.enum(['approvals', 'people', 'namesAndLimits', 'channelsAndRetention']);
export type SectionName = z.infer<typeof SectionName>;

/** Every part of the policy is in exactly one of them. */
export const sections: Readonly<Record<SectionName, PolicySection>> = {
  approvals,
  people,
  namesAndLimits,
  channelsAndRetention,
};
