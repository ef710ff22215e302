import type { HomeSource, ModalSource } from '../block-kit/check-view.js';
import { place, type PlacedBlock } from '../block-kit/placed.js';
import type { Clock } from '../clock.js';
import { type Values, valuesOf } from '../screen/element-values.js';
import { SlackError } from '../wire/slack-error.js';
import type { Triggers } from './triggers.js';

const STACK_LIMIT = 3;

/** A modal on somebody's stack, or somebody's App Home. */
export interface View {
  readonly id: string;
  readonly personId: string;
  readonly rootId: string;
  readonly previousId: string | null;
  source: ModalSource | HomeSource;
  blocks: PlacedBlock[];
  hash: string;
  values: Values;
  errors: Readonly<Record<string, string>>;
  notice: string | null;
}

/** Everybody's stack of modals and App Home. */
export class Views {
  readonly #clock: Clock;
  readonly #triggers: Triggers;
  readonly #changed: () => void;
  readonly #stacks = new Map<string, View[]>();
  readonly #homes = new Map<string, View>();

  constructor(clock: Clock, triggers: Triggers, changed: () => void) {
    this.#clock = clock;
    this.#triggers = triggers;
    this.#changed = changed;
  }

  stackOf(personId: string): readonly View[] {
    return this.#stacks.get(personId) ?? [];
  }

  homeOf(personId: string): View | undefined {
    return this.#homes.get(personId);
  }

  find(viewId: string): View | undefined {
    return [...this.#stacks.values()]
      .flat()
      .concat([...this.#homes.values()])
      .find((view) => view.id === viewId);
  }

  findExternal(externalId: string): View | undefined {
    return [...this.#stacks.values()].flat().find((view) => view.source.external_id === externalId);
  }

  /** A new stack; from inside a modal, one more on its stack. */
  open(triggerId: string, source: ModalSource): View {
    const { personId, viewId } = this.#triggers.exchange(triggerId);
    const isFromModal = this.stackOf(personId).some((view) => view.id === viewId);
    if (!isFromModal) this.#stacks.set(personId, []);
    return this.put(personId, source);
  }

  push(triggerId: string, source: ModalSource): View {
    const { personId, viewId } = this.#triggers.exchange(triggerId);
    if (!this.stackOf(personId).some((view) => view.id === viewId)) throw new SlackError('not_found');
    return this.put(personId, source);
  }

  /** On top of this person's stack. */
  put(personId: string, source: ModalSource): View {
    const stack = this.#stacks.get(personId) ?? [];
    if (stack.length >= STACK_LIMIT) throw new SlackError('push_limit_reached');
    if (source.external_id !== undefined && this.findExternal(source.external_id) !== undefined) {
      throw new SlackError('duplicate_external_id');
    }
    const view = this.#newView(personId, source, stack);
    this.#stacks.set(personId, [...stack, view]);
    this.#changed();
    return view;
  }

  update(view: View, source: ModalSource | HomeSource, hash?: string): View {
    if (hash !== undefined && hash !== view.hash) throw new SlackError('hash_conflict');
    const before = { blocks: view.blocks, values: view.values };
    view.source = source;
    view.blocks = this.#place(source);
    view.values = valuesOf(view.blocks, before);
    view.hash = this.#newHash();
    view.errors = {};
    view.notice = null;
    this.#changed();
    return view;
  }

  publish(personId: string, source: HomeSource, hash?: string): View {
    const before = this.#homes.get(personId);
    if (before !== undefined) return this.update(before, source, hash);
    const view = this.#newView(personId, source, []);
    this.#homes.set(personId, view);
    this.#changed();
    return view;
  }

  /** Takes this one view off its stack. */
  close(view: View): void {
    const rest = this.stackOf(view.personId).filter((one) => one !== view);
    this.#stacks.set(view.personId, rest);
    this.#changed();
  }

  closeAll(personId: string): void {
    this.#stacks.delete(personId);
    this.#changed();
  }

  #newView(personId: string, source: ModalSource | HomeSource, below: readonly View[]): View {
    const blocks = this.#place(source);
    const id = this.#clock.id('V');
    return {
      id,
      personId,
      rootId: below[0]?.id ?? id,
      previousId: below.at(-1)?.id ?? null,
      source,
      blocks,
      hash: this.#newHash(),
      values: valuesOf(blocks),
      errors: {},
      notice: null,
    };
  }

  #place(source: ModalSource | HomeSource): PlacedBlock[] {
    return place(source.blocks, () => this.#clock.id('b'));
  }

  #newHash(): string {
    return `${Math.floor(this.#clock.now() / 1000)}.${this.#clock.id('h')}`;
  }
}
