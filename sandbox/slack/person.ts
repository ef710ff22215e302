import type { LoadedOptions } from './acts/elements.js';
import { perform } from './acts/perform.js';
import { activePerson, type Stage, WITHOUT_BOT } from './acts/stage.js';
import type { PlacedState } from './block-kit/placed.js';
import type { Channel } from './channels.js';
import {
  buttonLabels,
  fieldsOf,
  findButtons,
  type Found,
  labelOf,
  ownOptionValue,
} from './element-search.js';
import { isList } from './element-values.js';
import type { Surface } from './payloads.js';
import type { Person } from './people.js';
import {
  type Seen,
  seenAll,
  seenHome,
  type SeenMessage,
  seenMessages,
  seenModal,
  type SeenView,
  usableSurfaces,
} from './seen.js';
import type { Act, ActResult, WireOption } from './wire.js';

export interface Where {
  /** One message, the top modal or the App Home; else the modal if one is open, else the newest that fits. */
  readonly in?: SeenMessage | 'modal' | 'home' | 'message';
}

export interface PressOptions extends Where {
  /** Only a button whose row, or the text above it, contains this. */
  readonly near?: string;
  /**
   * The answer to the button's confirm dialog; yes when left out. `true` also demands that there is one,
   * `false` backs out: nothing is sent.
   */
  readonly confirm?: boolean;
}

/** What one person does and sees in the sandbox's Slack, by the words on the screen. */
export class PersonDriver {
  readonly #stage: Stage;
  readonly #loaded: LoadedOptions;
  readonly #person: Person;

  constructor(stage: Stage, loaded: LoadedOptions, idOrKey: string) {
    this.#stage = stage;
    this.#loaded = loaded;
    this.#person = activePerson(stage, idOrKey);
  }

  get id(): string {
    return this.#person.id;
  }

  /** Id of this person's DM with the bot. */
  get dmId(): string {
    return this.#channel('dm').id;
  }

  /** Types a whole command line, `/apiclient list`; into the DM with the bot unless said otherwise. */
  command(text: string, { channel = 'dm' }: { readonly channel?: string } = {}): Promise<ActResult> {
    return this.#do({ act: 'command', channelId: this.#channel(channel).id, text });
  }

  say(text: string, { channel = 'dm' }: { readonly channel?: string } = {}): Promise<ActResult> {
    return this.#do({ act: 'say', channelId: this.#channel(channel).id, text });
  }

  shortcut(callbackId: string): Promise<ActResult> {
    return this.#do({ act: 'shortcut', callbackId });
  }

  openHome(): Promise<ActResult> {
    return this.#do({ act: 'open-home' });
  }

  /** Presses a button, or picks an entry of an overflow menu, by its text. */
  press(label: string, options: PressOptions = {}): Promise<ActResult> {
    const { place, placed, value } = this.#button(label, options);
    const { blockId, actionId, element } = placed;
    const dialog = 'confirm' in element ? element.confirm : undefined;
    if (options.confirm === true && dialog === undefined)
      throw new Error(`"${label}" asks for no confirmation`);
    if (options.confirm === false && dialog !== undefined) return Promise.resolve(WITHOUT_BOT);
    return value === undefined
      ? this.#do({ act: 'press', place, blockId, actionId })
      : this.#do({ act: 'set', place, element: { blockId, actionId, value } });
  }

  /** Whether there is such a button to press now. */
  canPress(label: string, options: PressOptions = {}): boolean {
    return this.#buttons(label, options).length > 0;
  }

  /** Types into the field whose label contains `label`. */
  fill(label: string, value: string, where: Where = {}): Promise<ActResult> {
    const { place, placed } = this.#field(label, where);
    const { blockId, actionId } = placed;
    return this.#do({
      act: 'set',
      place,
      element: { blockId, actionId, value: value === '' ? null : value },
    });
  }

  /** Chooses by the option's text, a person's key or name, `@group` or `#channel`; `[]` empties a list. */
  async choose(label: string, texts: string | readonly string[], where: Where = {}): Promise<ActResult> {
    const found = this.#field(label, where);
    const { blockId, actionId, element } = found.placed;
    const values = await Promise.all([texts].flat().map((text) => this.#valueFor(found, text)));
    const value = isList(element) ? values : (values[0] ?? null);
    return this.#do({ act: 'set', place: found.place, element: { blockId, actionId, value } });
  }

  /** The options that an external select offers for what is typed into it. */
  async typeahead(label: string, query: string, where: Where = {}): Promise<readonly WireOption[]> {
    return this.#suggest(this.#field(label, where), query);
  }

  submit(): Promise<ActResult> {
    return this.#do({ act: 'submit', viewId: this.#topModal().viewId });
  }

  /** Cancel; with `all` the X, which closes every modal of the stack. */
  closeModal({ all = false }: { readonly all?: boolean } = {}): Promise<ActResult> {
    return this.#do({ act: 'close', viewId: this.#topModal().viewId, all });
  }

  /** Reloads Slack: ephemeral messages and modals are gone. */
  reload(): Promise<ActResult> {
    return this.#do({ act: 'reload' });
  }

  /** The messages that this person sees in `dm`, `#data` or a channel id, oldest first; all without an argument. */
  messages(channel?: string): readonly SeenMessage[] {
    const channels = channel === undefined ? this.#stage.world.channels : [this.#channel(channel)];
    return seenMessages(this.#stage, this.#person, channels);
  }

  modal(): SeenView | undefined {
    return seenModal(this.#stage, this.#person);
  }

  home(): SeenView | undefined {
    return seenHome(this.#stage, this.#person);
  }

  seen(): Seen {
    return seenAll(this.#stage, this.#person);
  }

  /** Waits until `holds` is true of what this person sees. */
  sees(
    holds: (seen: Seen) => boolean,
    { timeoutMs = 3000 }: { readonly timeoutMs?: number } = {},
  ): Promise<Seen> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const seen = this.seen();
        if (!holds(seen)) return;
        stop();
        resolve(seen);
      };
      const unsubscribe = this.#stage.world.onChange(check);
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`not seen within ${timeoutMs} ms; ${this.#person.key} sees:\n${this.#described()}`));
      }, timeoutMs);
      const stop = (): void => {
        unsubscribe();
        clearTimeout(timer);
      };
      check();
    });
  }

  /** Waits for a message that says `words`, and gives the newest one. */
  async seesMessage(
    words: string | RegExp,
    options: { readonly timeoutMs?: number } = {},
  ): Promise<SeenMessage> {
    const says = ({ content }: SeenMessage): boolean =>
      typeof words === 'string' ? content.includes(words) : words.test(content);
    const seen = await this.sees(({ messages }) => messages.some(says), options);
    const message = seen.messages.findLast(says);
    if (message === undefined) throw new Error(`no message says ${String(words)}`);
    return message;
  }

  /** Waits for a modal whose title or content says `words`. */
  async seesModal(words: string, options: { readonly timeoutMs?: number } = {}): Promise<SeenView> {
    const says = (modal: SeenView | undefined): boolean =>
      modal !== undefined && `${modal.title}\n${modal.content}`.includes(words);
    const { modal } = await this.sees((seen) => says(seen.modal), options);
    if (modal === undefined) throw new Error('no modal is open');
    return modal;
  }

  #do(act: Act): Promise<ActResult> {
    return perform(this.#stage, this.#loaded, this.#person.id, act);
  }

  #channel(name: string): Channel {
    const { world } = this.#stage;
    const channel =
      name === 'dm'
        ? world.dmOf(this.#person.id)
        : world.channels.find(
            (one) => one.id === name || (one.kind !== 'dm' && one.name === name.replace(/^#/, '')),
          );
    if (channel === undefined) throw new Error(`there is no channel ${name}`);
    return channel;
  }

  #surfaces(where: Where['in']): readonly Surface[] {
    const person = this.#person;
    const { views, world } = this.#stage;
    if (where === 'modal') {
      const top = views.stackOf(person.id).at(-1);
      return top === undefined ? [] : [{ kind: 'view', view: top }];
    }
    if (where === 'home') {
      const home = views.homeOf(person.id);
      return home === undefined ? [] : [{ kind: 'view', view: home }];
    }
    if (where === undefined) return usableSurfaces(this.#stage, person);
    return this.messages()
      .filter((seen) => where === 'message' || (seen.ts === where.ts && seen.channelId === where.channelId))
      .toReversed()
      .flatMap((seen): Surface[] => {
        const channel = world.channel(seen.channelId);
        const message = channel?.messages.find((one) => one.ts === seen.ts);
        return channel === undefined || message === undefined ? [] : [{ kind: 'message', channel, message }];
      });
  }

  #buttons(label: string, options: PressOptions): readonly Found[] {
    const reader = this.#stage.world.readerFor(this.#person);
    return this.#surfaces(options.in).flatMap((surface) => findButtons(surface, label, options.near, reader));
  }

  #button(label: string, options: PressOptions): Found {
    const [first] = this.#buttons(label, options);
    if (first !== undefined) return first;
    const visible = this.#surfaces(options.in).flatMap(buttonLabels);
    throw new Error(`${this.#person.key} sees no button "${label}", only: ${visible.join(', ') || 'none'}`);
  }

  #field(label: string, where: Where): Found<PlacedState> {
    const reader = this.#stage.world.readerFor(this.#person);
    const fields = this.#surfaces(where.in).flatMap(fieldsOf);
    const labels = fields.map(({ surface, placed }) => labelOf(surface, placed, reader));
    const wanted = label.toLowerCase();
    const exact = labels.findIndex((one) => one.toLowerCase() === wanted);
    const found = fields[exact >= 0 ? exact : labels.findIndex((one) => one.toLowerCase().includes(wanted))];
    if (found !== undefined) return found;
    throw new Error(`${this.#person.key} sees no field "${label}", only: ${labels.join(', ') || 'none'}`);
  }

  async #suggest({ place, placed }: Found<PlacedState>, query: string): Promise<readonly WireOption[]> {
    const { blockId, actionId } = placed;
    const { options = [] } = await this.#do({ act: 'typeahead', place, blockId, actionId, query });
    return options;
  }

  async #valueFor(found: Found<PlacedState>, text: string): Promise<string> {
    const { world } = this.#stage;
    const { element } = found.placed;
    const reader = world.readerFor(this.#person);
    if (element.type.endsWith('external_select')) {
      const options = await this.#suggest(found, text);
      const option =
        options.find((one) => one.text === text) ?? options.find((one) => one.text.includes(text));
      if (option === undefined) {
        throw new Error(
          `"${text}" is not offered, only: ${options.map((one) => one.text).join(', ') || 'nothing'}`,
        );
      }
      return option.value;
    }
    const own = ownOptionValue(found.placed, text, reader);
    if (own !== undefined) return own;
    if (element.type.endsWith('users_select')) {
      const name = text.replace(/^@/, '');
      return world.people.find((one) => [one.key, one.realName, one.id].includes(name))?.id ?? text;
    }
    if (/(channels|conversations)_select$/.test(element.type)) return this.#channel(text).id;
    if (element.type.endsWith('picker')) return text;
    throw new Error(`"${text}" is not among the options`);
  }

  #topModal(): SeenView {
    const modal = this.modal();
    if (modal === undefined)
      throw new Error(`${this.#person.key} has no modal open; sees:\n${this.#described()}`);
    return modal;
  }

  #described(): string {
    const { messages, modal, home, notices } = this.seen();
    const parts = [
      ...messages.slice(-5).map((one) => `message in ${one.channelId}: ${one.content}`),
      ...(modal === undefined
        ? []
        : [`modal ${modal.title}: ${modal.content} ${JSON.stringify(modal.errors)}`]),
      ...(home === undefined ? [] : [`home: ${home.content}`]),
      ...notices.map((notice) => `notice: ${notice}`),
    ];
    return parts.join('\n---\n');
  }
}
