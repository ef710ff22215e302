import { LoadedOptions } from './acts/elements.js';
import { sendEvent, type SlackEvent } from './acts/events.js';
import type { Stage } from './acts/stage.js';
import { type Acknowledgement, Deliveries, type Delivery, type RawDelivery } from './deliveries.js';
import { newHttpServer } from './http-server.js';
import { readManifest } from './manifest.js';
import { PageApi } from './page-api.js';
import type { Group, Person } from './people.js';
import { PersonDriver } from './person.js';
import { ResponseUrls } from './response-urls.js';
import { Traffic } from './traffic.js';
import { type ApiCall, WebApi } from './web-api/web-api.js';
import type { ActResult, Fault } from './wire.js';
import { newWorkspace } from './workspace.js';

export interface SandboxSlackOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly signingSecret: string;
  readonly botToken: string;
  /** `manifest.yml`: its scopes, commands, shortcuts, events and App Home settings are enforced. */
  readonly manifestPath: string;
  /** Where the bot listens; may come later with `connectApp`. */
  readonly eventsUrl?: string | (() => string);
  readonly now?: () => number;
  /** The built page, served at `/`. */
  readonly pageDir?: string;
}

type PersonFacts = Partial<
  Pick<
    Person,
    'isAdmin' | 'isOwner' | 'isRestricted' | 'isUltraRestricted' | 'deleted' | 'away' | 'tz' | 'locale'
  >
>;

export interface SandboxSlack {
  /** `http://127.0.0.1:<port>`, also the page's address. */
  readonly url: string;
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  connectApp(eventsUrl: string): void;
  /** What this person does and sees; by key (`aiko`) or id. */
  as(person: string): PersonDriver;
  personId(key: string): string;
  groupId(handle: string): string;
  channelId(name: string): string;
  changePerson(key: string, facts: PersonFacts): void;
  changeGroup(handle: string, memberKeys: readonly string[], more?: Partial<Pick<Group, 'disabled'>>): void;
  /** Takes people, or the bot (`bot`), into a channel or out of it. */
  changeMembers(
    channel: string,
    change: { readonly join?: readonly string[]; readonly leave?: readonly string[] },
  ): void;
  archive(channel: string): void;
  /** Sends an event that is not the consequence of an act, if the manifest subscribes to it. */
  event(event: SlackEvent): Promise<ActResult>;
  fault(fault: Fault): void;
  clearFaults(): void;
  /** Every Web API call so far. */
  calls(): readonly ApiCall[];
  /** What the bot did that Slack forgives or hides: tests expect none. */
  violations(): readonly string[];
  /** Every request to the bot so far. */
  deliveries(): readonly Delivery[];
  /** The same body again, freshly signed; `retryNum` adds the headers of a repeated event. */
  deliverAgain(delivery: Delivery, retryNum?: number): Promise<Acknowledgement>;
  deliverRaw(delivery: RawDelivery): Promise<Acknowledgement>;
  /** What Slack sends when the events URL is entered: the body of the answer has to be the challenge. */
  verifyUrl(challenge: string): Promise<Acknowledgement>;
  /** Resolves when nothing has gone back or forth between Slack and the bot for `quietMs` (default 150). */
  settled(quietMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts a workspace that refuses what Slack refuses, on 127.0.0.1. */
export const startSandboxSlack = async (options: SandboxSlackOptions): Promise<SandboxSlack> => {
  const workspace = newWorkspace(readManifest(options.manifestPath), options.now ?? Date.now);
  const { world, violations } = workspace;
  const traffic = new Traffic();
  const given = options.eventsUrl;
  const notConnected = (): string => {
    throw new Error('no app is connected: give eventsUrl or call connectApp');
  };
  const eventsUrl = typeof given === 'string' ? () => given : (given ?? notConnected);
  const deliveries = new Deliveries(options.signingSecret, eventsUrl, { ...workspace, traffic });
  const responseUrls = new ResponseUrls(workspace);
  const webApi = new WebApi(workspace, options.botToken);
  const loaded = new LoadedOptions();
  const stage: Stage = { ...workspace, deliveries, responseUrls, baseUrl: () => url };
  const pageApi = new PageApi(stage, loaded, webApi.faults);
  const server = newHttpServer({
    webApi,
    responseUrls,
    pageApi,
    pageDir: options.pageDir,
    traffic,
    violations,
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : (options.port ?? 0);
  const url = `http://127.0.0.1:${port}`;

  const person = (key: string): Person => {
    const found = key === 'bot' ? world.people.at(-1) : world.person(key);
    if (found === undefined) throw new Error(`nobody here is ${key}`);
    return found;
  };
  const group = (handle: string): Group => {
    const found = world.group(handle);
    if (found === undefined) throw new Error(`there is no group ${handle}`);
    return found;
  };
  const channel = (name: string) => {
    const found = world.channels.find((one) => one.id === name || one.name === name.replace(/^#/, ''));
    if (found === undefined) throw new Error(`there is no channel ${name}`);
    return found;
  };

  return {
    url,
    apiUrl: `${url}/api/`,
    connectApp: (eventsUrl) => deliveries.connect(eventsUrl),
    as: (key) => new PersonDriver(stage, loaded, key),
    personId: (key) => person(key).id,
    groupId: (handle) => group(handle).id,
    channelId: (name) => channel(name).id,
    changePerson: (key, facts) => {
      Object.assign(person(key), facts);
      world.changed();
    },
    changeGroup: (handle, memberKeys, more = {}) => {
      Object.assign(group(handle), { memberIds: memberKeys.map((key) => person(key).id), ...more });
      world.changed();
    },
    changeMembers: (name, { join = [], leave = [] }) => {
      const { memberIds } = channel(name);
      for (const key of join) memberIds.add(person(key).id);
      for (const key of leave) memberIds.delete(person(key).id);
      world.changed();
    },
    archive: (name) => {
      channel(name).isArchived = true;
      world.changed();
    },
    event: (event) => sendEvent(stage, event),
    fault: (fault) => webApi.faults.order(fault),
    clearFaults: () => webApi.faults.clear(),
    calls: () => webApi.calls(),
    violations: () => violations.all(),
    deliveries: () => deliveries.all(),
    deliverAgain: (delivery, retryNum) => deliveries.again(delivery, retryNum),
    deliverRaw: (delivery) => deliveries.raw(delivery),
    verifyUrl: (challenge) =>
      deliveries.raw({
        contentType: 'application/json',
        body: JSON.stringify({ token: 'verification', challenge, type: 'url_verification' }),
      }),
    settled: (quietMs = 150) => traffic.quiet(quietMs),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
};
