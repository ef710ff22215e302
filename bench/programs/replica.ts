import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';

const RoundTrip = z.object({ ms: z.number() });
const Decision = RoundTrip.extend({ operations: z.number().int(), moved: z.boolean() });
export type Decision = z.infer<typeof Decision>;

/** A `decider` as a separate process. */
export class Replica {
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  static async start(file: string, environment: Readonly<Record<string, string>>): Promise<Replica> {
    const child = fork(file, { env: { PATH: process.env['PATH'] ?? '', ...environment } });
    await once(child, 'message');
    return new Replica(child);
  }

  async decide(id: string): Promise<Decision> {
    return Decision.parse(await this.#ask(id));
  }

  async roundTripMs(): Promise<number> {
    return RoundTrip.parse(await this.#ask('round-trip')).ms;
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.disconnect();
    await ended;
  }

  async #ask(question: string): Promise<unknown> {
    const answer = once(this.#process, 'message');
    this.#process.send(question);
    return (await answer)[0];
  }
}
