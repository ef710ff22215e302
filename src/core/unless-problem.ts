import { Problem } from './problem.js';

/** Resolves to what was asked for, or to `undefined` where a `Problem` was thrown: for what the work can do without. */
export async function unlessProblem<Result>(asked: Promise<Result>): Promise<Result | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
