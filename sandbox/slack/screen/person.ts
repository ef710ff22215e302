import type { LoadedOptions } from '../acts/elements.js';
import { perform } from '../acts/perform.js';
import { activePerson, type Stage, WITHOUT_BOT } from '../acts/stage.js';
import type { PlacedState } from '../block-kit/placed.js';
import { type Found, ownOptionValue } from './element-search.js';
import { isList } from './element-values.js';
import type { Person } from '../workspace/people.js';
import {
  type Seen,
  seenAll,
  seenHome,
  type SeenMessage,
  seenMessages,
  seenModal,
  type SeenView,
} from './seen.js';
import { type PressOptions, Sight, type Where } from './sight.js';
import type { Act, ActResult, WireOption } from '../wire/wire.js';

/** What one person does and sees in the sandbox's Slack, by the words on the screen. */
export class PersonDriver {
  readonly #stage: Stage;
  readonly #loaded: LoadedOptions;
  readonly #person: Person;
  readonly #sight: Sight;

  constructor(stage: Stage, loaded: LoadedOptions, idOrKey: string) {
    this.#stage = stage;
    this.#loaded = loaded;
    this.#person = activePerson(stage, idOrKey);
    this.#sight = new Sight(stage, this.#person);
  }

  get id(): string {
    return this.#person.id;
  }

  /** Id of this person's DM with the bot. */
  get dmId(): string {
    return this.#sight.channel('dm').id;
  }

  /** Types a whole command line, `/apiclient list`; into the DM with the bot unless said otherwise. */
  command(text: string, { channel = 'dm' }: { readonly channel?: string } = {}): Promise<ActResult> {
    return this.#do({ act: 'command', channelId: this.#sight.channel(channel).id, text });
  }

  say(text: string, { channel = 'dm' }: { readonly channel?: string } = {}): Promise<ActResult> {
    return this.#do({ act: 'say', channelId: this.#sight.channel(channel).id, text });
  }

  shortcut(callbackId: string): Promise<ActResult> {
    return this.#do({ act: 'shortcut', callbackId });
  }

  openHome(): Promise<ActResult> {
    return this.#do({ act: 'open-home' });
  }

  /** Looks at the DM with the bot. */
  openMessages(): Promise<ActResult> {
    return this.#do({ act: 'open-messages' });
  }

  /** Presses a button, the submit button of the open modal included, or picks an entry of an overflow menu, by its text. */
  press(label: string, options: PressOptions = {}): Promise<ActResult> {
    if (this.#submits(label, options)) return this.submit();
    const { place, placed, value } = this.#sight.button(label, options);
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
    return this.#submits(label, options) || this.#sight.buttons(label, options).length > 0;
  }

  #submits(label: string, options: PressOptions): boolean {
    const modal = this.modal();
    if (modal?.submit !== label || options.near !== undefined) return false;
    return options.in === undefined || options.in === 'modal';
  }

  /** Types into the field whose label contains `label`. */
  fill(label: string, value: string, where: Where = {}): Promise<ActResult> {
    const { place, placed } = this.#sight.field(label, where);
    const { blockId, actionId } = placed;
    return this.#do({
      act: 'set',
      place,
      element: { blockId, actionId, value: value === '' ? null : value },
    });
  }

  /** Chooses by the option's text, a person's key or name, `@group` or `#channel`; `[]` empties a list. */
  async choose(label: string, texts: string | readonly string[], where: Where = {}): Promise<ActResult> {
    const found = this.#sight.field(label, where);
    const { blockId, actionId, element } = found.placed;
    const values = await Promise.all([texts].flat().map((text) => this.#valueFor(found, text)));
    const value = isList(element) ? values : (values[0] ?? null);
    return this.#do({ act: 'set', place: found.place, element: { blockId, actionId, value } });
  }

  /** The options that an external select offers for what is typed into it. */
  async typeahead(label: string, query: string, where: Where = {}): Promise<readonly WireOption[]> {
    return this.#suggest(this.#sight.field(label, where), query);
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
    const channels = channel === undefined ? this.#stage.world.channels : [this.#sight.channel(channel)];
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
    { timeoutMs = 10_000 }: { readonly timeoutMs?: number } = {},
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
        reject(
          new Error(`not seen within ${timeoutMs} ms; ${this.#person.key} sees:\n${this.#sight.described()}`),
        );
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

  /** Waits for words wherever they stand, in the open modal or in a message; the modal comes first. */
  async reads(
    words: string | RegExp,
    options: { readonly timeoutMs?: number } = {},
  ): Promise<SeenView | SeenMessage> {
    const says = (text: string): boolean =>
      typeof words === 'string' ? text.includes(words) : words.test(text);
    const found = ({ modal, messages }: Seen): SeenView | SeenMessage | undefined =>
      modal !== undefined && says(`${modal.title}\n${modal.content}`)
        ? modal
        : messages.findLast(({ content }) => says(content));
    const read = found(await this.sees((seen) => found(seen) !== undefined, options));
    if (read === undefined) throw new Error(`nothing says ${String(words)}`);
    return read;
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
    if (/(channels|conversations)_select$/.test(element.type)) return this.#sight.channel(text).id;
    if (element.type.endsWith('picker')) return text;
    throw new Error(`"${text}" is not among the options`);
  }

  #topModal(): SeenView {
    const modal = this.modal();
    if (modal === undefined)
      throw new Error(`${this.#person.key} has no modal open; sees:\n${this.#sight.described()}`);
    return modal;
  }
}
