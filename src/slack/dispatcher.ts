import type { PlainTextOption } from '@slack/types';
import { Problem } from '../core/problem.js';
import { Call, type CallFacts, type Services } from './call.js';
import { asTyped } from './arguments.js';
import type { Message } from './calls.js';
import type { Button, Command, Conversation, Form, FormAnswer, Typeahead } from './conversation.js';
import { Fields } from './fields.js';
import type { Log } from './log.js';
import type { InteractionOutcome, SlackObserver, Used } from './observer.js';
import { interactionOutcome } from './outcome.js';
import { ActionBody, CameFrom, CommandBody, FormBody, OptionsBody, ShortcutBody } from './payloads.js';
import { type FormAcknowledgement, tryForm } from './try-form.js';
import type { WorkUnderWay } from './work-under-way.js';

/** Longer than Slack, or a person's second finger, can deliver the same thing again. */
const REPEATS_COME_WITHIN_MS = 24 * 3_600_000;

type Acknowledge = () => Promise<void>;

/** Puts the reference on every log line of some work. */
export type WithReference = <Result>(reference: string, work: () => Result) => Result;

const byKey = <Value>(values: readonly Value[], key: (value: Value) => string): ReadonlyMap<string, Value> =>
  new Map(values.map((value) => [key(value), value]));

/**
 * Finds the conversation for whatever a person did, acknowledges, and does the work behind the
 * acknowledgement. Everything is looked up by its id, so the cost does not grow with what there is.
 */
export class Dispatcher {
  readonly #log: Log;
  readonly #work: WorkUnderWay;
  readonly #newReference: () => string;
  readonly #withReference: WithReference;
  readonly #observe: SlackObserver | undefined;
  readonly #commandByName: ReadonlyMap<string, Command>;
  readonly #buttons: ReadonlyMap<string, Button>;
  readonly #forms: ReadonlyMap<string, Form>;
  readonly #typeaheads: ReadonlyMap<string, Typeahead>;
  readonly #shortcut: (call: Call) => Promise<void>;
  readonly #unknownCommand: (call: Call, word: string) => Promise<void>;
  readonly #failureMessage: (call: Call, error: unknown) => Message;

  constructor(options: {
    readonly conversations: readonly Conversation[];
    readonly shortcut: (call: Call) => Promise<void>;
    readonly unknownCommand: (call: Call, word: string) => Promise<void>;
    /** What a person hears of whatever was thrown. */
    readonly failureMessage: (call: Call, error: unknown) => Message;
    readonly log: Log;
    readonly work: WorkUnderWay;
    readonly newReference: () => string;
    readonly withReference: WithReference;
    readonly observe?: SlackObserver | undefined;
  }) {
    const { conversations } = options;
    this.#log = options.log;
    this.#work = options.work;
    this.#newReference = options.newReference;
    this.#withReference = options.withReference;
    this.#observe = options.observe;
    this.#shortcut = options.shortcut;
    this.#unknownCommand = options.unknownCommand;
    this.#failureMessage = options.failureMessage;
    this.#commandByName = byKey(
      conversations.flatMap(({ command }) => command ?? []),
      ({ name }) => name,
    );
    this.#buttons = byKey(
      conversations.flatMap(({ buttons }) => buttons ?? []),
      ({ id }) => id,
    );
    this.#forms = byKey(
      conversations.flatMap(({ forms }) => forms ?? []),
      ({ id }) => id,
    );
    this.#typeaheads = byKey(
      conversations.flatMap(({ typeaheads }) => typeaheads ?? []),
      ({ id }) => id,
    );
  }

  async command(services: Services, given: unknown, acknowledge: Acknowledge): Promise<void> {
    const body = CommandBody.parse(given);
    await acknowledge();
    const call = this.#call(services, {
      person: body.user_id,
      triggerId: body.trigger_id,
      channel: body.channel_id,
      responseUrl: body.response_url,
      what: 'command',
    });
    const [, word = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(body.text) ?? [];
    const command = this.#commandByName.get(word === '' ? 'help' : word.toLowerCase());
    this.#do(call, { kind: 'command', name: command?.name }, `command:${body.trigger_id}`, async () => {
      return command === undefined ? this.#unknownCommand(call, asTyped(word)) : command.start(call, rest);
    });
  }

  async shortcut(services: Services, given: unknown, acknowledge: Acknowledge): Promise<void> {
    const body = ShortcutBody.parse(given);
    await acknowledge();
    const call = this.#call(services, { person: body.user.id, triggerId: body.trigger_id, what: 'shortcut' });
    this.#do(call, { kind: 'shortcut', name: 'create_api_client' }, `shortcut:${body.trigger_id}`, () =>
      this.#shortcut(call),
    );
  }

  async action(services: Services, given: unknown, acknowledge: Acknowledge): Promise<void> {
    const body = ActionBody.parse(given);
    await acknowledge();
    const [action] = body.actions;
    if (action === undefined) return;
    const call = this.#call(services, {
      ...cameFrom(body.view?.private_metadata),
      person: body.user.id,
      triggerId: body.trigger_id,
      ...(body.channel !== undefined && { channel: body.channel.id }),
      ...(body.response_url !== undefined && { responseUrl: body.response_url }),
      viewId: body.view?.id,
      what: action.action_id,
    });
    const fields = new Fields(body.state?.values ?? body.view?.state?.values);
    const button = this.#buttons.get(action.action_id);
    const key = `action:${action.action_ts ?? ''}:${body.trigger_id ?? ''}`;
    this.#do(call, { kind: 'button', name: button?.id }, key, async () => {
      await refuseOtherTeams(call, body.user.team_id);
      if (button === undefined) throw new Problem({ kind: 'stale-interaction' });
      return button.press(call, action.value ?? action.selected_option?.value, fields);
    });
  }

  async form(
    services: Services,
    given: unknown,
    answer: (answered?: FormAcknowledgement) => Promise<void>,
  ): Promise<void> {
    const body = FormBody.parse(given);
    const { view } = body;
    const call = this.#call(services, {
      person: body.user.id,
      triggerId: body.trigger_id,
      what: view.callback_id,
      ...cameFrom(view.private_metadata),
    });
    const form = this.#forms.get(view.callback_id);
    const used: Used = { kind: 'form', name: form?.id };
    if (form === undefined) {
      await answer();
      return this.#do(call, used, undefined, () => {
        throw new Problem({ kind: 'stale-interaction' });
      });
    }
    let answered: FormAnswer;
    try {
      answered = form.submit(call, view.private_metadata, new Fields(view.state?.values));
    } catch (error) {
      await answer();
      return this.#do(call, used, undefined, () => Promise.reject(error));
    }
    switch (answered.kind) {
      case 'errors':
        return answer({ response_action: 'errors', errors: { ...answered.errors } });
      case 'update':
        return answer({ response_action: 'update', view: answered.view });
      case 'accepted':
        await answer();
        return this.#do(call, used, `form:${view.id}`, async () => {
          await refuseOtherTeams(call, body.user.team_id);
          return answered.goOn();
        });
      case 'tried':
        return this.#withReference(call.reference, () =>
          tryForm({
            call,
            viewId: view.id,
            meanwhile: answered.meanwhile,
            outcome: async () => {
              await refuseOtherTeams(call, body.user.team_id);
              return answered.outcome();
            },
            failed: (error) => {
              this.#say(call, error);
              return this.#failureMessage(call, error);
            },
            answer,
            work: this.#work,
          }),
        );
    }
  }

  async options(
    services: Services,
    given: unknown,
    answer: (options: PlainTextOption[]) => Promise<void>,
  ): Promise<void> {
    const body = OptionsBody.parse(given);
    const typeahead = this.#typeaheads.get(body.action_id);
    const call = this.#call(services, { person: body.user.id, what: body.action_id });
    await this.#withReference(call.reference, async () => {
      try {
        await answer([...((await typeahead?.options(call, body.value)) ?? [])]);
      } catch (error) {
        // There is no place for a sentence in a list of options; what one may not see does not exist.
        this.#say(call, error);
        await answer([]);
      }
    });
  }

  /** Work that a person did not ask for in words: its failure is the operator's to see. */
  background(what: string, work: () => Promise<void>): void {
    const log = this.#log.child({ what });
    this.#work.track(
      this.#withReference(this.#newReference(), () =>
        work().catch((error: unknown) => {
          log.error({ err: error }, 'failed');
        }),
      ),
    );
  }

  #call(services: Services, facts: Omit<CallFacts, 'reference' | 'log'> & { readonly what: string }): Call {
    const reference = this.#newReference();
    const { what, ...rest } = facts;
    const { workspace } = services;
    const { person } = facts;
    return new Call(services, {
      ...rest,
      reference,
      log: () => this.#log.child({ workspace, person, what }),
    });
  }

  /** The one error boundary: once per `key`, and whatever is thrown becomes a sentence and a log line. */
  #do(
    call: Call,
    { kind, name = 'unknown' }: Used,
    key: string | undefined,
    work: () => Promise<void>,
  ): void {
    const tell = (outcome: InteractionOutcome): void => this.#observe?.interacted({ kind, name }, outcome);
    const once = async (): Promise<void> => {
      const { claims, workspace } = call.services;
      try {
        if (key !== undefined && !(await claims.once(`${workspace}:${key}`, REPEATS_COME_WITHIN_MS))) {
          call.log.info({}, 'delivered again: already done');
          return tell('repeated');
        }
        await call.whileSayingWorking(work);
        tell('done');
      } catch (error) {
        tell(interactionOutcome(error));
        this.#say(call, error);
        await call.fail(this.#failureMessage(call, error));
      }
    };
    this.#work.track(
      this.#withReference(call.reference, () =>
        once().catch((error: unknown) => {
          call.log.error({ err: error }, 'the person could not be told');
        }),
      ),
    );
  }

  #say(call: Call, error: unknown): void {
    if (error instanceof Problem) call.log.info({ problem: error.facts, err: error }, 'not done');
    else call.log.error({ err: error }, 'a fault of the bot');
  }
}

/** In a channel shared with another company, its people can press our buttons. */
async function refuseOtherTeams(call: Call, team: string | undefined): Promise<void> {
  if (team !== undefined && team !== call.services.workspace) {
    await call.recordRefusal('use', 'any', 'stranger');
    throw new Problem({ kind: 'not-allowed', reason: 'stranger' });
  }
}

const cameFrom = (privateMetadata = '') => CameFrom.safeParse(parseOrUndefined(privateMetadata)).data ?? {};

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
