import type { SandboxApi } from '../../sandbox/api/start-api.js';
import type { IssuingContext } from '../../src/core/clients/issuing/issue-client.js';
import type { SecretHandover } from '../../src/core/clients/issuing/secret-handover.js';
import type { IssueStage } from '../../src/core/intents/intent.js';
import type { Actor } from '../../src/core/model/actor.js';
import type { PersonId } from '../../src/core/model/ids.js';
import { Policy } from '../../src/core/rights/policy.js';
import { guarded } from '../../src/storage/backends/guarded-backend.js';
import { memoryBackend } from '../../src/storage/backends/memory-backend.js';
import { createStore } from '../../src/storage/backends/store.js';
import { places, StoredPlaces } from '../../src/storage/coordination/places.js';
import { collect } from '../storage/servers/stores-under-test.js';
import { connectedForAdmins } from './connected.js';
import { records, workspace } from './records.js';

/** A way to a person that is open, and on which everything arrives; `changes` is what it does instead. */
export function openHandover(changes: Partial<SecretHandover> = {}): SecretHandover {
  return {
    isOpen: true,
    open: () => Promise.resolve(),
    announce: () => Promise.resolve(undefined),
    takeBack: () => Promise.resolve(),
    show: () => Promise.resolve('handed-over'),
    leaveReceipt: () => Promise.resolve('nobody'),
    tellUnclear: () => Promise.resolve(),
    ...changes,
  };
}

export interface Issuing {
  /** What is done in place of what is there. */
  readonly handover?: Partial<SecretHandover>;
  readonly policy?: object;
  readonly grants?: Awaited<ReturnType<IssuingContext['rules']['of']>>['grants'];
  /** Who somebody is, where they are no admin. */
  readonly actors?: readonly Actor[];
  readonly changes?: Partial<IssuingContext>;
  readonly now?: () => Date;
}

/** Where the announcements of these tests stand. */
export const announced = { channel: 'DAIKO', ts: '1.1' };

/**
 * A connected workspace in which API clients are issued. `said`: what reached the person, in that order, each with how far
 * the intent had come by then.
 */
export function issuing(api: SandboxApi, setting: Issuing = {}) {
  const { policy = {}, grants = [], actors = [], now = () => new Date() } = setting;
  const backend = guarded(memoryBackend(Date.now));
  const said: unknown[] = [];
  const base = { ...connectedForAdmins(api, backend), ...records(() => now().getTime(), { backend }) };
  const open = async () => collect(base.intents.openIn(workspace));
  const stage = async () => (await open()).map((intent) => intent.stage.at).join();
  const actor = async (id: PersonId): Promise<Actor> =>
    actors.find((one) => one.id === id) ?? (await base.people.actor(id));
  const quota: IssuingContext['quota'] = {
    take(_, act, whose) {
      said.push(`counts a ${act} of ${whose}`);
      return Promise.resolve({ kind: 'taken', giveBack: () => Promise.resolve() });
    },
  };
  const handover = openHandover({
    async open() {
      said.push('opens');
    },
    async announce() {
      said.push('announces');
      return announced;
    },
    async takeBack(place) {
      said.push(['takes back', place]);
    },
    async show(client, _, trial) {
      said.push(['shows', client.id, trial, await stage()]);
      return 'handed-over';
    },
    async leaveReceipt({ id }, { announced: at, also }) {
      said.push(['receipt', id, at, also.length, await stage()]);
      return 'nobody';
    },
    async tellUnclear({ stage: { at } }, offer) {
      said.push(['unclear', at, offer?.candidates]);
    },
    ...setting.handover,
  });
  const context: IssuingContext & Pick<typeof base, 'begin' | 'commit'> = {
    ...base,
    now,
    rules: { of: async () => ({ policy: Policy.parse(policy), grants }) },
    people: {
      ...base.people,
      actor,
      actorWithoutGroups: async (id) => ({ ...(await actor(id)), groups: [] }),
    },
    places: places(createStore({ backend, schema: StoredPlaces }), now),
    beforeChanges: async () => void said.push('begins'),
    quota,
    handover,
    ...setting.changes,
  };
  const trail = async () =>
    (await collect(context.audit.forwards(workspace, 0))).map(
      ({ actor: who, action, outcome, reason, rule, target, request }) => ({
        act: [who, action, outcome, reason].filter((part) => part !== undefined).join(' '),
        ...(rule !== undefined && { rule }),
        ...(request !== undefined && { request }),
        target,
      }),
    );
  return { context, said, open, stage, trail };
}

/** Another process takes an intent over right before it would come so far. */
export function takeOverBefore({ intents }: Pick<IssuingContext, 'intents'>, at: IssueStage['at']): void {
  const advance = intents.advance.bind(intents);
  intents.advance = async (intent, stage, together) =>
    stage.at === at ? undefined : advance(intent, stage, together);
}

/** The stages that intents come to from now on, as they are written. */
export function stagesOf({ intents }: Pick<IssuingContext, 'intents'>): readonly IssueStage['at'][] {
  const stages: IssueStage['at'][] = [];
  const advance = intents.advance.bind(intents);
  intents.advance = async (intent, stage, together) => {
    if (stage.at !== 'deleting') stages.push(stage.at);
    return advance(intent, stage, together);
  };
  return stages;
}

/** Everybody is gone once Slack was asked so many times who somebody is. */
export function deactivatedAfter(times: number, { people }: Pick<IssuingContext, 'people'>): void {
  const actor = people.actorWithoutGroups.bind(people);
  let asked = 0;
  people.actorWithoutGroups = async (id) => {
    asked += 1;
    return asked > times ? { ...(await actor(id)), standing: 'deactivated' } : actor(id);
  };
}

/** Resolves once it is written that an intent has come so far. */
export function stageWritten(
  { intents }: Pick<IssuingContext, 'intents'>,
  at: IssueStage['at'],
): Promise<void> {
  const advance = intents.advance.bind(intents);
  return new Promise((resolve) => {
    intents.advance = async (intent, stage, together) => {
      const advanced = await advance(intent, stage, together);
      if (stage.at === at) resolve();
      return advanced;
    };
  });
}
