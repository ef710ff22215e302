import type { ProblemFacts } from '../../core/problem.js';

/** What keeps an API client from changing hands. */
export type OwnershipProblem = Extract<
  ProblemFacts,
  {
    kind:
      | 'new-owner-invalid'
      | 'new-owner-others-group'
      | 'owner-already'
      | 'client-without-owner'
      | 'transfer-over'
      | 'finding-over';
  }
>;
