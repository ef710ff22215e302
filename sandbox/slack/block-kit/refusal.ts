import type { z } from 'zod';

const pointer = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const sentence = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'string'
        ? `must be more than ${Number(issue.minimum) - 1} characters`
        : `no less than ${issue.minimum} items allowed`;
    case 'too_big':
      return issue.origin === 'string'
        ? `must be less than ${Number(issue.maximum) + 1} characters`
        : `no more than ${issue.maximum} items allowed`;
    case 'unrecognized_keys':
      return `invalid additional property: ${issue.keys.join(', ')}`;
    case 'invalid_union':
      return 'unsupported type';
    case 'invalid_type':
      return `must be a valid ${issue.expected}, or is missing`;
    default:
      return issue.message;
  }
};

/** Slack's way to say what is wrong and where: `[ERROR] … [json-pointer:/blocks/0/text]`. */
export const refusal = (message: string, path: readonly PropertyKey[]): string =>
  `[ERROR] ${message} [json-pointer:${pointer(path)}]`;

export const refusals = (error: z.ZodError, prefix: readonly PropertyKey[]): string[] =>
  error.issues.map((issue) => refusal(sentence(issue), [...prefix, ...issue.path]));
