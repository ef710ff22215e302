import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxApi } from '../../sandbox/api/start-api.js';
import type { SandboxSlack } from '../../sandbox/slack/start-slack.js';
import { requestScenarios } from './request-scenarios.js';
import { idOf, receiptsOf, rotationViolations, SWITCHED } from './rotated-clients.js';

export interface Scene {
  readonly api: SandboxApi;
  readonly slack: SandboxSlack;
  /** Brings a client to its end, of which its owner was warned. */
  readonly end: (client: string) => Promise<void>;
}

/** From then on a bot knows in time what a typed create asks for, however busy the machine is. */
export async function warmUp({ api, slack }: Pick<Scene, 'api' | 'slack'>): Promise<void> {
  const listed = (): number => api.calls().filter(({ operation }) => operation === 'list').length;
  const before = listed();
  await slack.as('aiko').command('/apiclient list');
  while (listed() === before) await sleep(20);
  await slack.settled();
}

/** Something that people do with one client, whose name says which it is. */
export interface Scenario {
  readonly name: string;
  /** Who hears what comes of it. */
  readonly who: string;
  /** At most one in this many points is tried, unless all are wanted. */
  readonly every?: number;
  /** What has to stand before, undisturbed. */
  prepare(scene: Scene, client: string): Promise<void>;
  /** The act that is interrupted. */
  act(scene: Scene, client: string): Promise<unknown>;
  /** What must hold besides, once it is settled; what does not is said. */
  violations?(scene: Scene, client: string): readonly string[];
}

const USER = 'billing';

async function create({ slack }: Scene, client: string): Promise<void> {
  await slack.as('aiko').command(`/apiclient create ${client} --user ${USER} --purpose crash`);
}

async function createAndSeeReceipt(scene: Scene, client: string): Promise<void> {
  await create(scene, client);
  await seesMessage(scene, 'API client created', client);
  await scene.slack.settled();
}

async function seesMessage({ slack }: Scene, ...words: readonly string[]): Promise<void> {
  await slack
    .as('aiko')
    .sees(({ messages }) => messages.some(({ content }) => words.every((one) => content.includes(one))));
}

export const scenarios: readonly Scenario[] = [
  { name: 'create', who: 'aiko', prepare: async () => {}, act: create },
  {
    name: 'delete',
    who: 'aiko',
    async prepare(scene, client) {
      await createAndSeeReceipt(scene, client);
      await scene.slack.as('aiko').command(`/apiclient delete ${idOf(scene, client)}`);
      await scene.slack.as('aiko').seesModal(idOf(scene, client));
    },
    act: (scene) => scene.slack.as('aiko').press('Delete'),
  },
  {
    name: 'replace',
    who: 'aiko',
    prepare: createAndSeeReceipt,
    act: (scene, client) =>
      scene.slack.as('aiko').press('I could not save it', { near: idOf(scene, client) }),
  },
  {
    name: 'rotate',
    who: 'aiko',
    every: 7,
    prepare: createAndSeeReceipt,
    act: rotate,
    violations: (scene, client) => rotationViolations(scene, 'aiko', client),
  },
  {
    name: 'switch',
    who: 'aiko',
    every: 7,
    async prepare(scene, client) {
      await createAndSeeReceipt(scene, client);
      await rotate(scene, client);
      await seesMessage(scene, SWITCHED, client);
      await scene.slack.settled();
    },
    act: async ({ slack }, client) => {
      const aiko = slack.as('aiko');
      const receipt = await aiko.seesMessage(new RegExp(`${client} under[\\s\\S]*${SWITCHED}`));
      await aiko.press(SWITCHED, { in: receipt, confirm: true });
    },
    violations(scene, client) {
      const [old, successor] = receiptsOf(scene, 'aiko', client);
      const isOffered = (receipt: typeof old): boolean => receipt?.content.includes(`[${SWITCHED}]`) === true;
      const exists = (id: string | undefined): boolean => scene.api.clients().some((one) => one.id === id);
      return [
        ...(exists(successor?.id) ? [] : ['the successor is gone']),
        ...(exists(old?.id) || !isOffered(old) ? [] : ['the old client is gone, and is still to be deleted']),
        ...(!exists(old?.id) || isOffered(old) ? [] : ['the old client stands, and cannot be given up']),
      ];
    },
  },
  {
    name: 'end',
    who: 'aiko',
    every: 3,
    prepare: createAndSeeReceipt,
    act: ({ end }, client) => end(client),
    violations: ({ api, slack }, client) => [
      ...(api.clients().some(({ name }) => name === client) ? [`${client} outlived its end`] : []),
      ...(slack
        .as('aiko')
        .messages()
        .some(({ content }) => content.includes(`${client} reached its end date`))
        ? []
        : ['its owner was not told of the end']),
    ],
  },
  {
    name: 'extend',
    who: 'aiko',
    every: 5,
    prepare: createAndSeeReceipt,
    act: (scene, client) =>
      scene.slack.as('aiko').command(`/apiclient extend ${idOf(scene, client)} --until 90d`),
  },
  ...requestScenarios,
];

async function rotate(scene: Scene, client: string): Promise<void> {
  await scene.slack.as('aiko').command(`/apiclient rotate ${idOf(scene, client)} --overlap 7`);
}
