import type { z } from 'zod';

const pointer = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const sentence = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'too_small') {
    return issue.origin === 'string'
      ? `must be more than ${Number(issue.minimum) - 1} characters`
      : `no less than ${issue.minimum} items allowed`;
  }
  if (issue.code === 'too_big') {
    return issue.origin === 'string'
      ? `must be less than ${Number(issue.maximum) + 1} characters`
      : `no more than ${issue.maximum} items allowed`;
  }
  if (issue.code === 'unrecognized_keys') return `invalid additional property: ${issue.keys.join(', ')}`;
  if (issue.code === 'invalid_union') return 'unsupported type';
  if (issue.code === 'invalid_type') return `must be a valid ${issue.expected}, or is missing`;
  return issue.message;
};

/** Slack's way to say what is wrong and where: `[ERROR] … [json-pointer:/blocks/0/text]`. */
export const refusal = (message: string, path: readonly PropertyKey[]): string =>
  `[ERROR] ${message} [json-pointer:${pointer(path)}]`;

export const refusals = (error: z.ZodError, prefix: readonly PropertyKey[]): string[] =>
  error.issues.map((issue) => refusal(sentence(issue), [...prefix, ...issue.path]));
