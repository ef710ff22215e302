import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { SlackRequest } from './signed.js';

export interface Answered {
  /** From sending to the last byte of the answer, in the order of sending. */
  readonly latenciesMs: readonly number[];
  /** How often each status came. */
  readonly statuses: ReadonlyMap<number, number>;
}

/** Slack's side of the connections to one bot or floor. */
export class Load {
  readonly #pool: Pool;

  constructor(port: number, connections = 16) {
    this.#pool = new Pool(`http://127.0.0.1:${port}`, { connections, pipelining: 1 });
  }

  /** `total` requests, `atOnce` of them at a time, each sent when another is answered. */
  async closed(total: number, atOnce: number, next: (index: number) => SlackRequest): Promise<Answered> {
    const answered = new Answers();
    let sent = 0;
    const one = async (): Promise<void> => {
      while (sent < total) {
        const index = sent;
        sent += 1;
        await this.#send(next(index), answered);
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, total) }, one));
    return answered;
  }

  /** `perSecond` requests, evenly spaced, whether the ones before are answered or not. */
  async open(total: number, perSecond: number, next: (index: number) => SlackRequest): Promise<Answered> {
    const answered = new Answers();
    const startedAt = performance.now();
    const all: Promise<void>[] = [];
    for (let index = 0; index < total; index += 1) {
      const early = startedAt + (index * 1000) / perSecond - performance.now();
      if (early > 0) await sleep(early);
      all.push(this.#send(next(index), answered));
    }
    await Promise.all(all);
    return answered;
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #send(request: SlackRequest, answered: Answers): Promise<void> {
    const sentAt = performance.now();
    const { statusCode, body } = await this.#pool.request({
      path: '/slack/events',
      method: 'POST',
      headers: request.headers,
      body: request.body,
    });
    await body.dump();
    answered.add(statusCode, performance.now() - sentAt);
  }
}

class Answers implements Answered {
  readonly latenciesMs: number[] = [];
  readonly statuses = new Map<number, number>();

  add(status: number, ms: number): void {
    this.latenciesMs.push(ms);
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
  }
}

/** Throws unless every answer had this status: what was refused was not measured. */
export function expectStatus(what: string, answered: Answered, status: number): void {
  const others = [...answered.statuses].filter(([one]) => one !== status);
  if (others.length > 0) {
    throw new Error(`${what}: ${others.map(([one, times]) => `${times} answers were ${one}`).join(', ')}`);
  }
}
