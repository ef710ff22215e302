import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxWorkspace } from '../../sandbox/slack/workspace-control.js';
import type { Handovers } from '../outside/handovers.js';
import type { Outside } from '../outside/outside.js';
import type { Program } from '../programs/program.js';
import { answeringTo, changed, lastDelivery, viewIdOf } from './captured.js';
import { Load } from './load.js';
import { signed } from './signed.js';

const NAME = 'bench-0';
/** Nobody may do much at a time alone. */
const PEOPLE = ['aiko', 'ben', 'chloe', 'daniel'];

/** People who submit the form of a create; each time a client of another name. */
export class Creating {
  readonly #outside: Outside;
  readonly #workspace: SandboxWorkspace;
  readonly #handovers: Handovers;
  readonly #form: string;
  readonly #viewId: string;
  #made: number;

  private constructor(
    outside: Outside,
    handovers: Handovers,
    { workspace, form, from }: { workspace: SandboxWorkspace; form: string; from: number },
  ) {
    this.#outside = outside;
    this.#workspace = workspace;
    this.#made = from;
    this.#handovers = handovers;
    this.#form = form;
    this.#viewId = viewIdOf(form);
  }

  /**
   * Takes the form from a workspace of the sandbox's Slack, where somebody fills it in and submits it. `from`: the
   * names are counted from there, so that no two workspaces have the same.
   */
  static async capture(
    outside: Outside,
    handovers: Handovers,
    bot: Program,
    { workspace = outside.slack, from = 0 }: { workspace?: SandboxWorkspace; from?: number } = {},
  ): Promise<Creating> {
    outside.slack.connectApp(`http://127.0.0.1:${bot.port}/slack/events`);
    for (const person of PEOPLE) workspace.changePerson(person, { isAdmin: true });
    const aiko = workspace.as('aiko');
    await aiko.command(`/apiclient create ${NAME} --user billing`);
    await aiko.seesModal('Purpose');
    await aiko.fill('Purpose', 'to be measured');
    await aiko.submit();
    await aiko.seesMessage('API client created');
    const form = answeringTo(outside.responseUrl, lastDelivery(outside, 'view_submission'));
    return new Creating(outside, handovers, { workspace, form, from });
  }

  /** Milliseconds of each, the next when one is done. */
  async oneByOne(program: Program, times: number): Promise<readonly number[]> {
    const load = new Load(program.port, 1);
    const took: number[] = [];
    for (let time = 0; time < times; time += 1) took.push(await this.#create(load));
    await load.close();
    return took;
  }

  async atOnce(program: Program, times: number): Promise<readonly number[]> {
    const load = new Load(program.port, times);
    const took = await Promise.all(Array.from({ length: times }, () => this.#create(load)));
    await load.close();
    return took;
  }

  /** Creates in several workspaces, in turn: so many a second together, evenly spaced. */
  static async perSecond(
    all: readonly Creating[],
    program: Program,
    times: number,
    perSecond: number,
  ): Promise<readonly number[]> {
    const load = new Load(program.port, 32);
    const startedAt = performance.now();
    const under: Promise<number>[] = [];
    for (let time = 0; time < times; time += 1) {
      const early = startedAt + (time * 1000) / perSecond - performance.now();
      if (early > 0) await sleep(early);
      const creating = all[time % all.length];
      if (creating !== undefined) under.push(creating.#create(load));
    }
    const took = await Promise.all(under);
    await load.close();
    return took;
  }

  async #create(load: Load): Promise<number> {
    this.#made += 1;
    const name = `bench-${this.#made}`;
    const { signingSecret } = this.#outside;
    const workspace = this.#workspace;
    const person = PEOPLE[this.#made % PEOPLE.length] ?? 'aiko';
    const body = changed(this.#form, {
      [NAME]: name,
      [this.#viewId]: `V${this.#made}`,
      [workspace.personId('aiko')]: workspace.personId(person),
    });
    const arrives = this.#handovers.expect(name);
    const request = signed(signingSecret, body);
    const from = performance.now();
    const [at] = await Promise.all([arrives, load.closed(1, 1, () => request)]);
    return at - from;
  }
}
