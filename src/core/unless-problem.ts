import { Problem } from './problem.js';

/** What was asked for, or `undefined` where a deliberate failure kept it from us: for what work can do without. */
export async function orNothing<Result>(asked: Promise<Result>): Promise<Result | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
