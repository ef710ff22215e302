import type { PlainTextOption } from '@slack/types';
import type { PersonId } from '../../core/model/ids.js';
import { Problem } from '../../core/problem.js';
import { within } from '../../core/async/within.js';
import { Call, type CallFacts } from './call.js';
import { asTyped } from './arguments.js';
import type { Message } from '../web-api/slack-calls.js';
import type { Button, Command, Conversation, Form, Typeahead } from './conversation.js';
import { Fields } from '../view/fields.js';
import { Interactions, type InteractionParts } from './interactions.js';
import type { AnswerForm } from './answering/form-answer.js';
import type { Used } from '../observer.js';
import {
  ActionBody,
  cameFrom,
  CommandBody,
  FormBody,
  heightOf,
  OptionsBody,
  ShortcutBody,
} from '../transport/payloads.js';
import type { Log } from '../log.js';
import type { CommandName } from '../text/words.js';
import type { Services } from './services.js';
import { refuseOtherTeams } from './other-teams.js';
import { takeForm } from './take-form.js';

/** Slack waits three seconds for options. */
const OPTIONS_WITHIN_MS = 2_500;

/** What people type who look for help, alone or behind a command. */
const wordsOfHelp: ReadonlySet<string> = new Set(['', '?', '-h', '--help', '—help', '–help', '-?', '/?']);

/** What is said of commands instead of doing one. */
export interface Help {
  about(call: Call, name: CommandName): Promise<void>;
  /** `rest`: what was typed behind the unknown word. */
  unknown(call: Call, word: string, rest: string): Promise<void>;
}

type ForPerson = (services: Services, log: Log, person: PersonId) => Promise<void>;
type Acknowledge = () => Promise<void>;
/** The acknowledgement of a command may hold a message. */
type AcknowledgeCommand = (said?: Message) => Promise<void>;

const byKey = <Value>(values: readonly Value[], key: (value: Value) => string): ReadonlyMap<string, Value> =>
  new Map(values.map((value) => [key(value), value]));

/**
 * Finds the conversation for whatever a person did, acknowledges, and does the work behind the
 * acknowledgement. Everything is looked up by its id, so the cost does not grow with what there is.
 */
export class Dispatcher {
  readonly #interactions: Interactions;
  readonly #parts: InteractionParts;
  readonly #commandByName: ReadonlyMap<string, Command>;
  readonly #buttons: ReadonlyMap<string, Button>;
  readonly #forms: ReadonlyMap<string, Form>;
  readonly #typeaheads: ReadonlyMap<string, Typeahead>;
  readonly #shortcut: (call: Call) => Promise<void>;
  readonly #help: Help;
  readonly #drawHome: ForPerson;
  readonly #welcome: ForPerson;

  constructor(
    options: InteractionParts & {
      readonly conversations: readonly Conversation[];
      readonly shortcut: (call: Call) => Promise<void>;
      readonly help: Help;
      readonly drawHome: ForPerson;
      readonly welcome: ForPerson;
    },
  ) {
    const { conversations } = options;
    this.#parts = options;
    this.#interactions = new Interactions(options);
    this.#shortcut = options.shortcut;
    this.#help = options.help;
    this.#drawHome = options.drawHome;
    this.#welcome = options.welcome;
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

  async command(services: Services, given: unknown, acknowledge: AcknowledgeCommand): Promise<void> {
    const body = CommandBody.parse(given);
    const [, word = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(body.text) ?? [];
    const command = this.#commandByName.get(
      wordsOfHelp.has(word) ? 'help' : word.normalize('NFKC').toLowerCase(),
    );
    const call = this.#call(services, {
      person: body.user_id,
      triggerId: body.trigger_id,
      channel: body.channel_id,
      responseUrl: body.response_url,
      command: command?.name,
      what: 'command',
    });
    const used: Used = { kind: 'command', name: command?.name };
    const taken = this.#interactions.begin(call, used, {
      key: `command:${body.trigger_id}`,
      early: command?.early,
      work: () => {
        if (command === undefined) return this.#help.unknown(call, asTyped(word), rest);
        return wordsOfHelp.has(rest.trim()) && rest !== ''
          ? this.#help.about(call, command.name)
          : command.start(call, rest);
      },
    });
    await (taken ? acknowledge() : acknowledge(this.#interactions.busy(call)));
  }

  async shortcut(services: Services, given: unknown, acknowledge: Acknowledge): Promise<void> {
    const body = ShortcutBody.parse(given);
    const call = this.#call(services, { person: body.user.id, triggerId: body.trigger_id, what: 'shortcut' });
    const used: Used = { kind: 'shortcut', name: 'create_api_client' };
    const key = `shortcut:${body.trigger_id}`;
    const taken = this.#interactions.begin(call, used, { key, work: () => this.#shortcut(call) });
    await acknowledge();
    if (!taken) this.#interactions.refuse(call);
  }

  async action(services: Services, given: unknown, acknowledge: Acknowledge): Promise<void> {
    const body = ActionBody.parse(given);
    const [action] = body.actions;
    if (action === undefined) return acknowledge();
    const call = this.#call(services, {
      ...cameFrom(body.view?.private_metadata),
      person: body.user.id,
      triggerId: body.trigger_id,
      ...(body.channel !== undefined && { channel: body.channel.id }),
      ...(body.response_url !== undefined && { responseUrl: body.response_url }),
      ...(body.message !== undefined && { messageTs: body.message.ts }),
      viewId: body.view?.id,
      viewHash: body.view?.hash,
      viewCarries: body.view?.private_metadata,
      pressedIn: body.view?.type,
      ...(body.view?.type === 'modal' && { height: heightOf(body.view) }),
      what: action.action_id,
    });
    const fields = new Fields(body.state?.values ?? body.view?.state?.values);
    const button = this.#buttons.get(action.action_id);
    const key = `action:${action.action_ts ?? ''}:${body.trigger_id ?? ''}`;
    const work = async (): Promise<void> => {
      await refuseOtherTeams(call, body.user.team_id);
      if (button === undefined) throw new Problem({ kind: 'stale-interaction' });
      await button.press(call, action.value ?? action.selected_option?.value, fields);
      await this.#redrawHome(call);
    };
    const taken = this.#interactions.begin(call, { kind: 'button', name: button?.id }, { key, work });
    await acknowledge();
    if (!taken) this.#interactions.refuse(call);
  }

  async form(services: Services, given: unknown, answer: AnswerForm): Promise<void> {
    const body = FormBody.parse(given);
    const { view } = body;
    const call = this.#call(services, {
      person: body.user.id,
      triggerId: body.trigger_id,
      what: view.callback_id,
      height: heightOf(view),
      ...cameFrom(view.private_metadata),
    });
    const form = this.#forms.get(view.callback_id);
    const { failureMessage, work } = this.#parts;
    return takeForm(
      {
        failureMessage,
        work,
        interactions: this.#interactions,
        redrawHome: () => this.#redrawHome(call),
      },
      { call, form, body },
      answer,
    );
  }

  async options(
    services: Services,
    given: unknown,
    answer: (options: PlainTextOption[]) => Promise<void>,
  ): Promise<void> {
    const body = OptionsBody.parse(given);
    const typeahead = this.#typeaheads.get(body.action_id);
    const call = this.#call(services, { person: body.user.id, what: body.action_id });
    try {
      const options = typeahead?.options(call, body.value);
      await answer([...((await (options && within(OPTIONS_WITHIN_MS, options))) ?? [])]);
    } catch (error) {
      // There is no place for a sentence in a list of options; what one may not see does not exist.
      this.#interactions.say(call, error);
      await answer([]);
    }
  }

  /** The DM with the bot, which somebody looks at. */
  messagesOpened(services: Services, person: PersonId, eventId: string): void {
    const work = (log: Log): Promise<void> => this.#welcome(services, log, person);
    this.#interactions.event(services, { person, what: 'messages', id: eventId, work });
  }

  /** App Home, redrawn when somebody opens it. */
  homeOpened(services: Services, person: PersonId, eventId: string): void {
    const work = (log: Log): Promise<void> => this.#drawHome(services, log, person);
    this.#interactions.event(services, { person, what: 'home', id: eventId, work });
  }

  /** What was done from App Home shows there. The act is done and answered, so a page that stays old is no failure of it. */
  async #redrawHome(call: Call): Promise<void> {
    if (!call.fromHome) return;
    try {
      await this.#drawHome(call.services, call.log, call.person);
    } catch (error) {
      call.log.warn({ err: error }, 'App Home could not be drawn again');
    }
  }

  #call(services: Services, facts: CallFacts & { readonly what: string }): Call {
    const reference = this.#parts.newReference();
    const { workspace } = services;
    const { person, what } = facts;
    const log = (): Log => this.#parts.log.child({ reference, workspace, person, what });
    return new Call(services, reference, log, facts);
  }
}
