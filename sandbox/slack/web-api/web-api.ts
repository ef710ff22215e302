import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { SlackError } from '../slack-error.js';
import type { Fault, JsonObject } from '../wire.js';
import type { Workspace } from '../workspace.js';
import { requireScope } from './channel-access.js';
import { chatMethods } from './chat.js';
import { conversationsMethods } from './conversations.js';
import { Faults } from './faults.js';
import { filesMethods } from './files.js';
import type { Args, Method } from './method.js';
import { usergroupsMethods } from './usergroups.js';
import { usersMethods } from './users.js';
import { viewsMethods } from './views.js';

const METHODS: Readonly<Record<string, Method>> = {
  ...chatMethods,
  ...conversationsMethods,
  ...filesMethods,
  ...usersMethods,
  ...usergroupsMethods,
  ...viewsMethods,
};

/** The Web API methods that the sandbox answers; all others are `unknown_method`. */
export const answeredMethods: readonly string[] = Object.keys(METHODS);

/** One call of the Web API, for tests to look at; `answer` is `undefined` when the bot got none. */
export interface ApiCall {
  readonly method: string;
  readonly args: Args;
  readonly status: number;
  readonly answer: JsonObject | undefined;
}

/** What goes back on the wire; `cut` closes the connection instead, `silent` leaves it open for ever. */
export type ApiAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: 'cut' }
  | { readonly kind: 'silent' };

const parseArgs = (contentType: string, body: string): Args => {
  if (contentType.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(body));
  if (!contentType.startsWith('application/json')) throw new SlackError('invalid_post_type');
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(body === '' ? '{}' : body));
  } catch {
    throw new SlackError('invalid_json');
  }
};

const json = (
  status: number,
  answer: JsonObject,
  headers: Readonly<Record<string, string>> = {},
): ApiAnswer => ({
  kind: 'answer',
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(answer),
});

/** `POST /api/<method>`. */
export class WebApi {
  readonly faults = new Faults();
  readonly #workspace: Workspace;
  readonly #botToken: string;
  readonly #calls: ApiCall[] = [];

  constructor(workspace: Workspace, botToken: string) {
    this.#workspace = workspace;
    this.#botToken = botToken;
  }

  calls(): readonly ApiCall[] {
    return [...this.#calls];
  }

  async answer(method: string, headers: IncomingHttpHeaders, body: string): Promise<ApiAnswer> {
    const fault = this.faults.take(method);
    let args: Args = {};
    let answer: JsonObject;
    try {
      args = parseArgs(headers['content-type'] ?? '', body);
      if (fault !== undefined) {
        const failed = this.#failBefore(fault, method, args);
        if (failed !== undefined) return failed;
      }
      answer = this.#run(method, headers, args);
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      answer = { ok: false, error: error.code, ...error.details };
    }
    const isCut = fault?.kind === 'drop-after';
    this.#record(method, args, isCut ? 0 : 200, isCut ? undefined : answer);
    if (isCut) return { kind: 'cut' };
    if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms ?? 1000));
    return json(200, answer, { 'x-oauth-scopes': [...this.#workspace.manifest.scopes].join(',') });
  }

  #run(method: string, headers: IncomingHttpHeaders, args: Args): JsonObject {
    const token = headers.authorization?.replace(/^Bearer /, '') ?? args['token'];
    if (token === undefined) throw new SlackError('not_authed');
    if (token !== this.#botToken) throw new SlackError('invalid_auth');
    const called = METHODS[method];
    if (called === undefined) {
      this.#workspace.violations.add(`unknown method ${method}`);
      throw new SlackError('unknown_method', { req_method: method });
    }
    requireScope(this.#workspace, called.scopes);
    return { ok: true, ...called.run(args, this.#workspace) };
  }

  /** The failures that keep a call from taking effect. */
  #failBefore(fault: Fault, method: string, args: Args): ApiAnswer | undefined {
    if (fault.kind === 'delay' || fault.kind === 'drop-after') return undefined;
    if (fault.kind === 'drop-before' || fault.kind === 'hang') {
      this.#record(method, args, 0, undefined);
      return fault.kind === 'hang' ? { kind: 'silent' } : { kind: 'cut' };
    }
    if (fault.kind === 'error') throw new SlackError(fault.error ?? 'internal_error');
    const status = fault.kind === 'ratelimited' ? 429 : (fault.status ?? 500);
    const answer = fault.kind === 'ratelimited' ? { ok: false, error: 'ratelimited' } : undefined;
    this.#record(method, args, status, answer);
    return answer === undefined
      ? { kind: 'answer', status, headers: { 'content-type': 'text/html' }, body: '<h1>Server Error</h1>' }
      : json(status, answer, { 'retry-after': String(fault.retryAfterSeconds ?? 1) });
  }

  #record(method: string, args: Args, status: number, answer: JsonObject | undefined): void {
    this.#calls.push({ method, args, status, answer });
  }
}
