import type { ProblemFacts } from '../../core/problem.js';

/** What rights, grants and the policy do not let people do, or what is wrong with a change of them. */
export type RuleProblem = Extract<
  ProblemFacts,
  {
    kind:
      | 'grantee-invalid'
      | 'unknown-action'
      | 'no-user-named'
      | 'too-many-grants'
      | 'policy-changed-meanwhile'
      | 'nobody-administers'
      | 'name-not-allowed'
      | 'purpose-not-allowed'
      | 'pattern-unusable'
      | 'until-needed'
      | 'until-too-late'
      | 'until-too-soon'
      | 'end-of-unknown-origin'
      | 'too-often'
      | 'too-many-clients'
      | 'right-lost'
      | 'approval-needed'
      | 'recipient-invalid'
      | 'recipient-has-too-many'
      | 'recipient-not-in-group'
      | 'replacing-needs-approval'
      | 'not-allowed'
      | 'own-credential';
  }
>;
