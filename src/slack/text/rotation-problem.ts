import type { ProblemFacts } from '../../core/problem.js';

/** What keeps a client from getting a successor, or an old one from being given up. */
export type RotationProblem = Extract<
  ProblemFacts,
  {
    kind:
      | 'unclaimed'
      | 'being-rotated'
      | 'already-rotated'
      | 'client-changed-meanwhile'
      | 'successor-refused'
      | 'successor-gone'
      | 'overlap-invalid';
  }
>;
