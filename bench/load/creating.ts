import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxWorkspace } from '../../sandbox/slack/workspace-control.js';
import type { Handovers } from '../outside/handovers.js';
import type { Outside } from '../outside/outside.js';
import type { Program } from '../programs/program.js';
import { answeringTo, changed, lastDelivery, viewIdOf } from './captured.js';
import { type Answered, Load } from './load.js';
import { signed } from './signed.js';

const nameOf = (number: number): string => `bench-${number}`;
/** Nobody may do much at a time alone. */
const PEOPLE = ['aiko', 'ben', 'chloe', 'daniel'];

/** One create. */
export interface Create {
  readonly name: string;
  /** Until its secret was at Slack. */
  readonly ms: number;
  /** The acknowledgement of its form. */
  readonly answered: Answered;
}

/** People who submit the form of a create; each time a client of another name. */
export class Creating {
  readonly #outside: Outside;
  readonly #workspace: SandboxWorkspace;
  readonly #handovers: Handovers;
  readonly #form: string;
  readonly #viewId: string;
  readonly #formName: string;
  #made: number;

  private constructor(
    outside: Outside,
    handovers: Handovers,
    { workspace, form, from }: { workspace: SandboxWorkspace; form: string; from: number },
  ) {
    this.#outside = outside;
    this.#workspace = workspace;
    this.#made = from;
    this.#formName = nameOf(from);
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
    await aiko.command(`/apiclient create ${nameOf(from)} --user billing`);
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
    for (let time = 0; time < times; time += 1) took.push((await this.#create(load)).ms);
    await load.close();
    return took;
  }

  /** So many at a time, the next when one is done. */
  async atATime(program: Program, times: number, most: number): Promise<void> {
    const load = new Load(program.port, most);
    let begun = 0;
    const oneAfterAnother = async (): Promise<void> => {
      while (begun < times) {
        begun += 1;
        await this.#create(load);
      }
    };
    await Promise.all(Array.from({ length: most }, oneAfterAnother));
    await load.close();
  }

  async atOnce(program: Program, times: number): Promise<readonly number[]> {
    const load = new Load(program.port, times);
    const took = await Promise.all(Array.from({ length: times }, () => this.#create(load)));
    await load.close();
    return took.map(({ ms }) => ms);
  }

  /** Creates in several workspaces, in turn: so many a second together, evenly spaced. */
  static async perSecond(
    all: readonly Creating[],
    program: Program,
    times: number,
    perSecond: number,
  ): Promise<readonly number[]> {
    return (await Creating.spread(all, [program], { times, perSecond })).map(({ ms }) => ms);
  }

  /** Creates by several processes, which take turns in each workspace, with what each was answered. */
  static async spread(
    all: readonly Creating[],
    programs: readonly Program[],
    { times, perSecond }: { readonly times: number; readonly perSecond: number },
  ): Promise<readonly Create[]> {
    const loads = programs.map(({ port }) => new Load(port, 32));
    const startedAt = performance.now();
    const under: Promise<Create>[] = [];
    for (let time = 0; time < times; time += 1) {
      const early = startedAt + (time * 1000) / perSecond - performance.now();
      if (early > 0) await sleep(early);
      const creating = all[time % all.length];
      const load = loads[Math.floor(time / all.length) % loads.length];
      if (creating !== undefined && load !== undefined) under.push(creating.#create(load));
    }
    const made = await Promise.all(under);
    await Promise.all(loads.map((load) => load.close()));
    return made;
  }

  async #create(load: Load): Promise<Create> {
    this.#made += 1;
    const name = nameOf(this.#made);
    const { signingSecret } = this.#outside;
    const workspace = this.#workspace;
    const person = PEOPLE[this.#made % PEOPLE.length] ?? 'aiko';
    const body = changed(this.#form, {
      [this.#formName]: name,
      [this.#viewId]: `V${this.#made}`,
      [workspace.personId('aiko')]: workspace.personId(person),
    });
    const arrives = this.#handovers.expect(name);
    const request = signed(signingSecret, body);
    const from = performance.now();
    const [at, answered] = await Promise.all([arrives, load.closed(1, 1, () => request)]);
    return { name, ms: at - from, answered };
  }
}
