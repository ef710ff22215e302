import type { InputBlock } from '@slack/types';
import type { Policy } from '../../../core/rights/policy.js';
import type { Choice } from '../../view/inputs.js';
import type { Words } from '../../text/words.js';
import type { FieldReader } from './field-reader.js';

/** What a form of the policy is drawn from. */
export interface Shown {
  readonly policy: Policy;
  /** The workspace's user groups, to choose from. */
  readonly groups: readonly Choice[];
}

/** One of the forms in which the policy is changed: its inputs, and how they are read. */
export interface PolicySection {
  /** An input for each part, filled in with what holds. */
  inputs(words: Words, shown: Shown): readonly InputBlock[];
  /** The parts that were entered, not checked as a whole yet; complaints are noted by the reader. */
  read(reader: FieldReader): Partial<Record<keyof Policy, unknown>>;
}
