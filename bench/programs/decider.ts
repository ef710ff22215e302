import { PersonId, RequestId, WorkspaceId } from '../../src/core/model/ids.js';
import { decideRequest } from '../../src/core/requests/decide-request.js';
import { observed } from '../../src/storage/backends/observed-backend.js';
import { openBackend } from '../../src/storage/backends/open-backend.js';
import { storedRequests } from '../../src/storage/records/requests/requests.js';
import { acting } from '../../test/core/acting.js';

/** A replica that decides what it is told to, with the bot's code, its own store connections and event loop. */
const url = process.env['STORE_URL'] ?? '';
const space = process.env['STORE_SPACE'] ?? '';
const approver = PersonId.parse(process.env['APPROVER']);
const workspace = WorkspaceId.parse(process.env['WORKSPACE']);

let operations = 0;
const opened = await openBackend(url, { allowVolatile: true, space });
const backend = observed(opened, () => {
  operations += 1;
});
const now = (): Date => new Date('2026-11-02T10:00:00Z');
const requests = storedRequests({ backend, now, lookAfterMs: 60_000 });

/** The decision and its record in the trail. */
const context = { ...acting({ backend, requests, now }), workspace };

async function decide(id: RequestId): Promise<{ ms: number; operations: number; moved: boolean }> {
  operations = 0;
  const from = performance.now();
  const request = await requests.find(workspace, id);
  if (request === undefined) throw new Error(`there is no request ${id}`);
  const { kind } = await decideRequest(context, { request, person: approver, verdict: { kind: 'approve' } });
  return { ms: performance.now() - from, operations, moved: kind === 'moved' };
}

async function oneRoundTrip(): Promise<{ ms: number }> {
  const from = performance.now();
  await backend.get('request:none');
  return { ms: performance.now() - from };
}

process.on('message', (asked) => {
  const answer = asked === 'round-trip' ? oneRoundTrip() : decide(RequestId.parse(asked));
  void answer.then((said) => process.send?.(said));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
