import type { Act, Snapshot, WireView } from '../../../sandbox/slack/wire/wire.js';
import type { SandboxSlack } from '../../../sandbox/slack/start-slack.js';
import { type Button, buttonsIn, type Field, fieldsIn, Screen } from './screen.js';

/** What a person types into every field that takes text. */
export type Typing = (field: Field) => string;

export interface Crawl {
  /** Ids of buttons and forms that were used, with what led to them. */
  readonly used: ReadonlySet<string>;
  /** Acts that Slack would have shown as failed. */
  readonly failures: readonly string[];
}

interface Crawled {
  readonly used: Set<string>;
  readonly failures: string[];
}

const MESSAGES_LOOKED_AT = 8;
const TIMES_EACH = 2;

/**
 * People who press everything: commands first, then every button, entry and form that comes of it, each a few times. What
 * is new in the bot is tried without anybody naming it here.
 */
export async function crawl(
  slack: SandboxSlack,
  people: readonly { readonly who: string; readonly commands: readonly string[] }[],
  typing: readonly Typing[],
  until: number,
): Promise<Crawl> {
  const crawled: Crawled = { used: new Set(), failures: [] };
  const crawlers = people.map(
    ({ who, commands }) => new Crawler(slack, new Screen(slack.url, who), commands, typing, crawled),
  );
  // In turn, so that one comes upon what another asked for.
  let isGoingOn = true;
  while (isGoingOn && Date.now() < until) {
    isGoingOn = false;
    for (const crawler of crawlers) isGoingOn = (await crawler.some(12, until)) || isGoingOn;
  }
  return crawled;
}

class Crawler {
  readonly #slack: SandboxSlack;
  readonly #screen: Screen;
  readonly #commands: string[];
  readonly #typing: readonly Typing[];
  readonly #crawled: Crawled;
  readonly #times = new Map<string, number>();

  constructor(
    slack: SandboxSlack,
    screen: Screen,
    commands: readonly string[],
    typing: readonly Typing[],
    crawled: Crawled,
  ) {
    this.#slack = slack;
    this.#screen = screen;
    this.#commands = [...commands];
    this.#typing = typing;
    this.#crawled = crawled;
  }

  /** Does so many things at most; `false` once there is nothing new to do. */
  async some(times: number, until: number): Promise<boolean> {
    for (let count = 0; count < times && Date.now() < until; count += 1) {
      if (!(await this.#one())) return false;
    }
    return true;
  }

  async #one(): Promise<boolean> {
    const seen = await this.#screen.look();
    const modal = seen.modals.at(-1);
    if (modal !== undefined) {
      await this.#inModal(modal, seen);
      return true;
    }
    const button = this.#buttons(seen).find((one) => this.#isNew(`${one.actionId} ${one.label}`));
    if (button !== undefined) {
      await this.#press(button);
      return true;
    }
    const command = this.#commands.shift();
    if (command === undefined) return false;
    this.#crawled.used.add(command.split(' ').slice(0, 2).join(' '));
    await this.#do({ act: 'command', channelId: seen.dmId ?? '', text: command }, command);
    return true;
  }

  #buttons(seen: Snapshot): readonly Button[] {
    const inMessages = seen.channels.flatMap(({ id, messages }) =>
      messages
        .slice(-MESSAGES_LOOKED_AT)
        .toReversed()
        .flatMap(({ ts, blocks }) => buttonsIn({ kind: 'message', channelId: id, ts }, blocks)),
    );
    const { home } = seen;
    return [
      ...inMessages,
      ...(home === null ? [] : buttonsIn({ kind: 'view', viewId: home.id }, home.blocks)),
    ];
  }

  async #inModal(modal: WireView, seen: Snapshot): Promise<void> {
    const button = buttonsIn({ kind: 'view', viewId: modal.id }, modal.blocks).find((one) =>
      this.#isNew(`${modal.title} ${one.actionId} ${one.label}`),
    );
    if (button !== undefined) return this.#press(button);
    const form = `${modal.title} ${modal.submit}`;
    const typing = this.#typing[this.#times.get(form) ?? 0];
    if (modal.submit === null || typing === undefined) {
      return this.#do({ act: 'close', viewId: modal.id }, `closing ${modal.title}`);
    }
    this.#times.set(form, (this.#times.get(form) ?? 0) + 1);
    this.#crawled.used.add(`form ${form}`);
    for (const field of fieldsIn(modal)) await this.#fill(modal, field, typing, seen);
    await this.#do({ act: 'submit', viewId: modal.id }, `submitting ${modal.title}`);
    const after = (await this.#screen.look()).modals.at(-1);
    // What is refused is put right in the simplest way, so that there is something behind the form.
    if (after?.id !== modal.id || Object.keys(after.errors).length === 0) return;
    for (const field of fieldsIn(after)) {
      if (after.errors[field.block_id] !== undefined) await this.#set(after, field, simplest(after, field));
    }
    await this.#do({ act: 'submit', viewId: modal.id }, `submitting ${modal.title} again`);
  }

  async #fill(modal: WireView, field: Field, typing: Typing, seen: Snapshot): Promise<void> {
    const { element } = field;
    const options = [
      ...(element.options ?? []),
      ...(element.option_groups ?? []).flatMap((group) => group.options),
    ];
    const values = options.map(({ value }) => value);
    const persons = seen.people.filter((one) => !one.isDeactivated && !one.isBot).map(({ id }) => id);
    if (element.type === 'plain_text_input') return this.#set(modal, field, typing(field));
    if (values.length > 0) return this.#set(modal, field, several(field, values) ?? values.at(-1) ?? null);
    if (element.type.endsWith('users_select'))
      return this.#set(modal, field, several(field, persons) ?? persons[1] ?? null);
    if (!element.type.endsWith('external_select')) return;
    const place = { kind: 'view', viewId: modal.id } as const;
    const at = { place, blockId: field.block_id, actionId: element.action_id };
    const answer = await this.#screen.act({ act: 'typeahead', ...at, query: '' });
    const offered = (answer?.options ?? []).map(({ value }) => value);
    await this.#set(modal, field, several(field, offered) ?? offered[0] ?? null);
  }

  async #set(modal: WireView, field: Field, value: string | readonly string[] | null): Promise<void> {
    const element = { blockId: field.block_id, actionId: field.element.action_id, value };
    await this.#do(
      { act: 'set', place: { kind: 'view', viewId: modal.id }, element },
      `setting ${field.block_id}`,
    );
  }

  async #press({ place, blockId, actionId, label, value }: Button): Promise<void> {
    this.#crawled.used.add(actionId);
    await this.#do(
      value === undefined
        ? { act: 'press', place, blockId, actionId }
        : { act: 'set', place, element: { blockId, actionId, value } },
      `pressing ${label}`,
    );
  }

  /** Whether this was not yet done often enough, and from now on it was once more. */
  #isNew(what: string): boolean {
    const times = this.#times.get(what) ?? 0;
    this.#times.set(what, times + 1);
    return times < TIMES_EACH;
  }

  async #do(act: Act, what: string): Promise<void> {
    const result = await this.#screen.act(act);
    if (result?.ok === false)
      this.#crawled.failures.push(`${this.#screen.who} ${what}: status ${result.status}`);
    await this.#slack.settled(40);
  }
}

const several = ({ element }: Field, values: readonly string[]): readonly string[] | undefined =>
  element.type.startsWith('multi_') || element.type === 'checkboxes'
    ? values.slice(0, element.max_selected_items ?? 100)
    : undefined;

/** What was there before, or something short. */
function simplest(view: WireView, field: Field): string | readonly string[] | null {
  const standing = view.values.find(({ blockId }) => blockId === field.block_id)?.value;
  if (field.element.type !== 'plain_text_input') return standing ?? null;
  return /until|day|life|overlap|hours|日/i.test(JSON.stringify(field)) ? '90' : 'x';
}
