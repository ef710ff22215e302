import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxClient } from '../../sandbox/api/api-clients.js';
import type { PersonDriver } from '../../sandbox/slack/screen/person.js';
import type { Seen, SeenView } from '../../sandbox/slack/screen/seen.js';
import type { ActResult } from '../../sandbox/slack/wire/wire.js';

/** What the bot promises, whatever is down. */
const HEARD_WITHIN_MS = 30_000;
const PAUSE_MS = 200;
/** Sentences that name no client: each answers one act. */
const STORE_IS_AWAY = /can’t reach its storage/;
const WITHDRAWN = /Nobody has it, so the new client was deleted/;

/** Something that somebody asked for: what is said of it names the client, and what came of it. */
interface Wish {
  readonly what: string;
  readonly name: string;
  readonly outcome: RegExp;
}

/** Somebody who asks the bot for one thing after the other, and waits each time until they hear of it. */
export class BusyPerson {
  readonly driver: PersonDriver;
  readonly #label: string;
  readonly #clients: () => readonly SandboxClient[];
  readonly #wishes: Wish[] = [];
  /** What was said in modals, which are closed once they are read. */
  readonly #readInModals: string[] = [];
  #asked = 0;

  constructor(driver: PersonDriver, label: string, clients: () => readonly SandboxClient[]) {
    this.driver = driver;
    this.#label = label;
    this.#clients = clients;
  }

  /** They delete one of three clients that they make. */
  async createAndDelete(until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      const name = this.#nextName();
      await this.#hearsOf({ what: 'create', name, outcome: /created|deleted|made/i }, () =>
        this.driver.command(`/apiclient create ${name} --user billing --purpose load`),
      );
      if (this.#asked % 3 === 0) await this.#delete(name);
      await sleep(PAUSE_MS);
    }
  }

  /** Collects whatever is approved. */
  async request(until: AbortSignal): Promise<void> {
    const asked: string[] = [];
    while (!until.aborted) {
      const name = this.#nextName();
      asked.push(name);
      await this.#hearsOf({ what: 'request', name, outcome: /request/i }, () =>
        this.driver.command(`/apiclient request ${name} --user billing --purpose load`),
      );
      for (const one of asked) {
        if (!this.driver.canPress('Create and show secret', { near: one })) continue;
        await this.#hearsOf({ what: 'collect', name: one, outcome: /created|deleted|made/i }, () =>
          this.driver.press('Create and show secret', { near: one }),
        );
      }
      await sleep(PAUSE_MS);
    }
  }

  /** Approves whatever waits for it. */
  async decide(until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      for (const { content } of this.driver.messages('dm')) {
        const [, name] = /\[Approve\]/.test(content) ? (/Name: (\S+)/.exec(content) ?? []) : [];
        if (name === undefined || !this.driver.canPress('Approve', { near: name })) continue;
        await this.#hearsOf({ what: 'approve', name, outcome: /approved/i }, () =>
          this.driver.press('Approve', { near: name }),
        );
      }
      await sleep(PAUSE_MS);
    }
  }

  /** All that they were told, and still see or have read. */
  told(): readonly string[] {
    return [...this.driver.messages().map(({ content }) => content), ...this.#readInModals];
  }

  isTold(...words: readonly (string | RegExp)[]): boolean {
    return this.told().some((content) =>
      words.every((one) => (typeof one === 'string' ? content.includes(one) : one.test(content))),
    );
  }

  /** What they asked for and never heard of. */
  unheard(): readonly string[] {
    const unnamed = this.#wishes.filter(({ name, outcome }) => !this.isTold(name, outcome));
    const answered = this.#count(STORE_IS_AWAY) + this.#count(WITHDRAWN);
    return unnamed
      .slice(answered)
      .map(({ what, name }) => `${this.#label} did not hear of ${what} ${name}, or of one before it`);
  }

  /** Of clients that were withdrawn, and that nobody was told of by their names, theirs that they know nothing of. */
  untold(withdrawn: readonly string[]): readonly string[] {
    return withdrawn
      .filter((name) => this.asksFor(name))
      .slice(this.#count(WITHDRAWN))
      .map((name) => `${this.#label} was not told that ${name} is gone, or one before it`);
  }

  asksFor(name: string): boolean {
    return this.#wishes.some((wish) => wish.name === name && wish.what !== 'approve');
  }

  get acts(): number {
    return this.#wishes.length;
  }

  #count(words: RegExp): number {
    return this.told().filter((content) => words.test(content)).length;
  }

  async #delete(name: string): Promise<void> {
    const client = this.#clients().find((one) => one.name === name);
    if (client === undefined || !this.isTold('API client created', client.id)) return;
    await this.#hearsOf({ what: 'ask to delete', name, outcome: /delete/i }, () =>
      this.driver.command(`/apiclient delete ${client.id}`),
    );
    if (!isQuestion(this.driver.modal())) return;
    await this.#hearsOf({ what: 'delete', name, outcome: /deleted|still exists/i }, () =>
      this.driver.press('Delete'),
    );
  }

  #nextName(): string {
    this.#asked += 1;
    return `${this.#label}-${String(this.#asked).padStart(4, '0')}`;
  }

  async #hearsOf(wish: Wish, act: () => Promise<ActResult>): Promise<void> {
    this.#wishes.push(wish);
    const before = new Set(answers(this.driver.seen()));
    const { ok, status, ackMs } = await act();
    if (!ok) throw new Error(`${wish.what} ${wish.name}: status ${status} after ${ackMs} ms`);
    const hears = ({ modal, ...seen }: Seen): boolean =>
      modal === undefined ? answers({ modal, ...seen }).some((one) => !before.has(one)) : !isLoading(modal);
    const { modal } = await this.driver.sees(hears, { timeoutMs: HEARD_WITHIN_MS });
    if (modal === undefined) return;
    if (isQuestion(modal)) {
      this.#readInModals.push(modal.content);
      return;
    }
    if (!('Name' in modal.fields)) return this.#readAndClose(modal);
    // Slow answers have made it a form, which holds what was typed.
    await this.driver.submit();
    const { modal: still } = await this.driver.sees(hears, { timeoutMs: HEARD_WITHIN_MS });
    if (still !== undefined) await this.#readAndClose(still);
  }

  async #readAndClose({ content, errors }: SeenView): Promise<void> {
    this.#readInModals.push([content, ...Object.values(errors)].join('\n'));
    await this.driver.closeModal({ all: true });
  }
}

const isLoading = ({ content, fields }: SeenView): boolean =>
  /^(?:Loading|Looking|Deleting|Still working)/.test(content) && Object.keys(fields).length === 0;

/** It waits for the answer of who is asked. */
const isQuestion = (modal: SeenView | undefined): boolean => modal?.submit === 'Delete';

/** That work goes on is no answer. */
const answers = ({ messages }: Seen): readonly string[] =>
  messages
    .filter(({ content }) => !content.startsWith('Still working'))
    .map(({ ts, content }) => `${ts} ${content}`);
