import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { Installation } from '../workspace/installations.js';
import { SlackError } from '../wire/slack-error.js';
import type { Fault, JsonObject } from '../wire/wire.js';
import type { Tokens } from '../workspace/tokens.js';
import type { Violations } from '../violations.js';
import type { Workspace } from '../workspace/workspace.js';
import { type AppMethod, appMethodNames } from './app-methods.js';
import { calledWorkspace } from './called-workspace.js';
import { requireScope } from './channel-access.js';
import { chatMethods } from './chat.js';
import { conversationsMethods } from './conversations.js';
import { Faults } from './faults.js';
import { filesMethods } from './files.js';
import { functionsMethods } from './functions.js';
import type { Args, Method } from './method.js';
import { usergroupsMethods } from './usergroups.js';
import { usersMethods } from './users.js';
import { viewsMethods } from './views.js';

const METHODS: Readonly<Record<string, Method>> = {
  ...chatMethods,
  ...conversationsMethods,
  ...filesMethods,
  ...functionsMethods,
  ...usersMethods,
  ...usergroupsMethods,
  ...viewsMethods,
};

/** The Web API methods that the sandbox answers; all others are `unknown_method`. */
export const answeredMethods: readonly string[] = [...Object.keys(METHODS), ...appMethodNames];

/** One call of the Web API, for tests to look at; `answer` is `undefined` when the bot got none. */
export interface ApiCall {
  readonly method: string;
  /** The workspace, or organisation, whose token it came with; `undefined` without a good one. */
  readonly team: string | undefined;
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

type Incoming = {
  readonly method: string;
  readonly args: Args;
  readonly headers: IncomingHttpHeaders;
} & (
  | { readonly installation: Installation; readonly refusal: undefined }
  | { readonly installation: undefined; readonly refusal: SlackError }
);

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
  readonly faults: Faults;
  readonly #workspaces: readonly Workspace[];
  readonly #tokens: Tokens;
  readonly #violations: Violations;
  readonly #appMethods: Readonly<Record<string, AppMethod>>;
  readonly #calls: ApiCall[] = [];

  constructor(
    workspaces: readonly Workspace[],
    { tokens, violations }: { readonly tokens: Tokens; readonly violations: Violations },
    appMethods: Readonly<Record<string, AppMethod>>,
    now: () => number,
  ) {
    this.faults = new Faults(now);
    this.#appMethods = appMethods;
    this.#workspaces = workspaces;
    this.#tokens = tokens;
    this.#violations = violations;
  }

  calls(): readonly ApiCall[] {
    return [...this.#calls];
  }

  async answer(method: string, headers: IncomingHttpHeaders, body: string): Promise<ApiAnswer> {
    const call = this.#incoming(method, headers, body);
    const fault = this.faults.take(method, call.installation?.id);
    let answer: JsonObject;
    try {
      if (fault !== undefined) {
        const failed = this.#failBefore(fault, call);
        if (failed !== undefined) return failed;
      }
      answer = this.#run(call);
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      answer = { ok: false, error: error.code, ...error.details };
    }
    const isCut = fault?.kind === 'drop-after';
    this.#record(call, isCut ? 0 : 200, isCut ? undefined : answer);
    if (isCut) return { kind: 'cut' };
    if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms ?? 1000));
    const granted = call.installation?.scopes;
    return json(200, answer, granted === undefined ? {} : { 'x-oauth-scopes': [...granted].join(',') });
  }

  /** What is asked for and by whom; what is wrong with either is `refusal`. */
  #incoming(method: string, headers: IncomingHttpHeaders, body: string): Incoming {
    let args: Args = {};
    try {
      args = parseArgs(headers['content-type'] ?? '', body);
      const token = headers.authorization?.replace(/^Bearer /, '') ?? args['token'];
      if (typeof token !== 'string') throw new SlackError('not_authed');
      return { method, args, headers, installation: this.#tokens.authenticate(token), refusal: undefined };
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      return { method, args, headers, installation: undefined, refusal: error };
    }
  }

  #run({ method, args, headers, installation, refusal }: Incoming): JsonObject {
    const ofApp = this.#appMethods[method];
    if (ofApp !== undefined) return { ok: true, ...ofApp(args, headers) };
    if (installation === undefined) throw refusal;
    const called = METHODS[method];
    if (called === undefined) {
      this.#violations.add(`unknown method ${method}`);
      throw new SlackError('unknown_method', { req_method: method });
    }
    const workspace = calledWorkspace(this.#workspaces, installation, method, args);
    requireScope(workspace, called.scopes);
    return { ok: true, ...called.run(args, workspace) };
  }

  /** The failures that keep a call from taking effect. */
  #failBefore(fault: Fault, call: Incoming): ApiAnswer | undefined {
    if (fault.kind === 'delay' || fault.kind === 'drop-after') return undefined;
    if (fault.kind === 'drop-before' || fault.kind === 'hang') {
      this.#record(call, 0, undefined);
      return fault.kind === 'hang' ? { kind: 'silent' } : { kind: 'cut' };
    }
    if (fault.kind === 'error') throw new SlackError(fault.error ?? 'internal_error');
    const status = fault.kind === 'ratelimited' ? 429 : (fault.status ?? 500);
    const answer = fault.kind === 'ratelimited' ? { ok: false, error: 'ratelimited' } : undefined;
    this.#record(call, status, answer);
    return answer === undefined
      ? { kind: 'answer', status, headers: { 'content-type': 'text/html' }, body: '<h1>Server Error</h1>' }
      : json(status, answer, { 'retry-after': String(fault.retryAfterSeconds ?? 1) });
  }

  #record({ method, args, installation }: Incoming, status: number, answer: JsonObject | undefined): void {
    this.#calls.push({ method, team: installation?.id, args, status, answer });
  }
}
