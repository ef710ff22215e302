import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import type { LoadedOptions } from '../acts/elements.js';
import { perform } from '../acts/perform.js';
import { ActRefused, activePerson, type Stage } from '../acts/stage.js';
import type { UploadedFile } from '../workspace/files.js';
import { snapshotFor, wirePerson } from '../screen/snapshot.js';
import type { Faults } from '../web-api/faults.js';
import type { ActRefusal } from '../wire/wire.js';
import { ActRequestSchema, FaultSchema } from '../wire/wire-schema.js';

const DEBOUNCE_MS = 15;

export interface PageAnswer {
  readonly status: number;
  /** Sent as JSON; `undefined` for none. */
  readonly body: unknown;
}

/** `/sandbox/…`: the browser page's way into the workspace. */
export class PageApi {
  readonly #stages: readonly [Stage, ...Stage[]];
  readonly #loaded: LoadedOptions;
  readonly #faults: Faults;
  #revision = 0;

  constructor(stages: readonly [Stage, ...Stage[]], loaded: LoadedOptions, faults: Faults) {
    this.#stages = stages;
    this.#loaded = loaded;
    this.#faults = faults;
  }

  /** The people of a workspace; of the first where none is named. */
  people(team: string): PageAnswer {
    const stage = team === '' ? this.#stages[0] : this.#stages.find(({ world }) => world.team.id === team);
    return stage === undefined
      ? { status: 404, body: { error: `there is no workspace ${team}` } satisfies ActRefusal }
      : { status: 200, body: stage.world.people.map(wirePerson) };
  }

  /** Sends a snapshot now and after every change, until the page goes away. */
  stream(as: string, response: ServerResponse): void {
    const { stage, key } = this.#where(as);
    const person = activePerson(stage, key);
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    let timer: NodeJS.Timeout | undefined;
    const send = (): void => {
      timer = undefined;
      this.#revision += 1;
      response.write(`data: ${JSON.stringify(snapshotFor(stage, person, this.#revision))}\n\n`);
    };
    const unsubscribe = stage.world.onChange(() => {
      timer ??= setTimeout(send, DEBOUNCE_MS);
    });
    response.on('close', () => {
      unsubscribe();
      clearTimeout(timer);
    });
    send();
  }

  /** A file that was shared where this person is; `undefined` where there is none for them. */
  file(as: string, id: string): UploadedFile | undefined {
    const { stage, key } = this.#where(as);
    const { world, files } = stage;
    const person = activePerson(stage, key);
    return files
      .shared()
      .find((file) => file.id === id && world.channel(file.channelId)?.memberIds.has(person.id) === true);
  }

  async act(body: string): Promise<PageAnswer> {
    const { as, ...act } = ActRequestSchema.parse(JSON.parse(body));
    const { stage, key } = this.#where(as);
    return { status: 200, body: await perform(stage, this.#loaded, key, act) };
  }

  /** The person whose screen is meant: `T1ACME.ben`, or without a workspace somebody of the first. */
  #where(as: string): { readonly stage: Stage; readonly key: string } {
    const [first] = this.#stages;
    const [team, key] = as.split('.');
    if (key === undefined) return { stage: first, key: as };
    const stage = this.#stages.find(({ world }) => world.team.id === team);
    if (stage === undefined) throw new ActRefused(`there is no workspace ${team}`);
    return { stage, key };
  }

  fault(body: string): PageAnswer {
    this.#faults.order(FaultSchema.parse(JSON.parse(body)));
    return { status: 204, body: undefined };
  }

  /** What goes back for an act that was malformed or impossible; anything else is a bug and is thrown on. */
  static refusal(error: unknown): PageAnswer {
    const words =
      error instanceof z.ZodError
        ? z.prettifyError(error)
        : error instanceof ActRefused || error instanceof SyntaxError
          ? error.message
          : undefined;
    if (words === undefined) throw error;
    return { status: 400, body: { error: words } satisfies ActRefusal };
  }
}
