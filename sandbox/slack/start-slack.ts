import type { OrderedFault } from '../ordered-fault.js';
import type { Acknowledgement, Delivery, RawDelivery } from './delivering/deliveries.js';
import type { DisconnectReason } from './delivering/sockets.js';
import { newHttpServer } from './serving/http-server.js';
import { type KeptState, keptStateOf, restoreState } from './workspace/kept-state.js';
import { PageApi } from './serving/page-api.js';
import { newSlackParts, type SandboxSlackOptions } from './slack-parts.js';
import type { ApiCall } from './web-api/web-api.js';
import type { Fault, WorkspaceFacts } from './wire/wire.js';
import { newWorkspaceControl, type SandboxWorkspace } from './workspace-control.js';

/** The process with its first workspace, whose acts stand here directly. */
export interface SandboxSlack extends SandboxWorkspace {
  /** `http://127.0.0.1:<port>`, also the page's address. */
  readonly url: string;
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  /** For `SLACK_AUTHORIZE_URL`. */
  readonly authorizeUrl: string;
  connectApp(eventsUrl: string): void;
  /** All workspaces, and where the app is installed. */
  workspaces(): readonly WorkspaceFacts[];
  /** A workspace by its id or its name. */
  workspace(idOrName: string): SandboxWorkspace;
  fault(fault: Fault): OrderedFault;
  clearFaults(): void;
  /** Every Web API call so far. */
  calls(): readonly ApiCall[];
  /** What the bot did that Slack forgives or hides: tests expect none. */
  violations(): readonly string[];
  /** Every request to the bot so far. */
  deliveries(): readonly Delivery[];
  /** Sends a body again, freshly signed; `retryNum` adds the headers of a repeated event. */
  deliverAgain(delivery: Delivery, retryNum?: number): Promise<Acknowledgement>;
  deliverRaw(delivery: RawDelivery): Promise<Acknowledgement>;
  /** What Slack sends when the events URL is entered: the body of the answer has to be the challenge. */
  verifyUrl(challenge: string): Promise<Acknowledgement>;
  /** The connections of Socket Mode. */
  readonly sockets: {
    count(): number;
    /** Tells the bot that its connections will end, and ends them a little later. */
    disconnect(reason: DisconnectReason): void;
    /** Ends them without a word. */
    cut(): void;
  };
  /** What of the first workspace another sandbox can begin with. */
  kept(): KeptState;
  /** Is told of each change of the first workspace; call what it returns to be told no more. */
  onChange(listener: () => void): () => void;
  /** Resolves when nothing has gone back or forth between Slack and the bot for `quietMs` (default 150). */
  settled(quietMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts workspaces that refuse what Slack refuses, on 127.0.0.1. */
export const startSandboxSlack = async (options: SandboxSlackOptions): Promise<SandboxSlack> => {
  const parts = newSlackParts(options, () => url);
  const { deliveries, http, loaded, sockets, stages, traffic, violations, webApi } = parts;
  const [stage, ...others] = stages;
  if (stage === undefined) throw new Error('there is always a first workspace');
  if (options.kept !== undefined) restoreState(stage, options.kept);
  const pageApi = new PageApi([stage, ...others], loaded, webApi.faults);
  const server = newHttpServer({ ...parts, pageApi, pageDir: options.pageDir });

  server.on('upgrade', (request, connection, head) => {
    if (sockets === undefined) connection.destroy();
    else sockets.accept(request, connection, head);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : (options.port ?? 0);
  const url = `http://127.0.0.1:${port}`;

  return {
    ...newWorkspaceControl(stage, loaded, stages),
    url,
    apiUrl: `${url}/api/`,
    authorizeUrl: `${url}/oauth/v2/authorize`,
    workspace: (idOrName) => {
      const found = stages.find(({ world: { team } }) => team.id === idOrName || team.name === idOrName);
      if (found === undefined) throw new Error(`there is no workspace ${idOrName}`);
      return newWorkspaceControl(found, loaded, stages);
    },
    workspaces: () =>
      stages.map(({ world: { team }, installation }) => ({
        id: team.id,
        name: team.name,
        organisation: team.enterprise?.name ?? null,
        isInstalled: installation() !== undefined,
      })),
    connectApp: (eventsUrl) => http.connect(eventsUrl),
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
    sockets: {
      count: () => sockets?.count() ?? 0,
      disconnect: (reason) => sockets?.disconnect(reason),
      cut: () => sockets?.cut(),
    },
    kept: () => keptStateOf(stage),
    onChange: (listener) => stage.world.onChange(listener),
    settled: (quietMs = 150) => traffic.quiet(quietMs),
    close: () =>
      new Promise((resolve, reject) => {
        deliveries.close();
        sockets?.close();
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
};
