// One of two replicas whose people, and clocks, end the same approvals at the same moment, round after round.
import { createInterface } from 'node:readline';
import { RequestId } from '../../../src/core/model/ids.js';
import { expireRequest } from '../../../src/core/requests/end-request.js';
import { moveRequest } from '../../../src/core/requests/move-request.js';
import { revokeApproval } from '../../../src/core/requests/revoke-approval.js';
import { withdrawRequest } from '../../../src/core/requests/withdraw-request.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { acting } from '../../core/acting.js';
import { aiko, ben, requestStores, workspace } from '../../core/records.js';

const [url = '', space = '', me = ''] = process.argv.slice(2);
const backend = await openBackend(url, { allowVolatile: true, space });
const { requests } = requestStores(backend);
const inTime = new Date('2026-11-02T10:00:00.000Z');
const tooLate = new Date('2026-11-30T10:00:00.000Z');
const context = acting({ backend, requests, now: () => inTime });

/** Everything that can end an approval, by two replicas: one begins with the first, the other with the last. */
async function play(round: string): Promise<{ seen: string }> {
  const request = await requests.find(workspace, RequestId.parse(round));
  if (request === undefined) throw new Error(`no request ${round}`);
  const isEven = Number(round.slice(1)) % 2 === 0;
  const attempts = [
    async () => (await revokeApproval(context, { request, person: aiko })).request,
    // It is written without a record of its own, and so without waiting for the trail: it would win every round.
    async () =>
      isEven
        ? (await moveRequest(requests, request, { kind: 'claim', attempt: `${me}-${round}`, at: inTime }))
            .request
        : (await revokeApproval(context, { request, person: aiko })).request,
    async () => (await withdrawRequest(context, { request, person: ben })).request,
    () => expireRequest({ ...context, now: () => tooLate }, { request }),
  ];
  const started = await Promise.all(
    (me === 'a' ? attempts : attempts.toReversed()).map((attempt) => attempt()),
  );
  const seen = new Set(started.map(({ state }) => JSON.stringify(state)));
  return { seen: [...seen].join(' and ') };
}

process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'end') break;
  process.stdout.write(`${JSON.stringify(await play(line))}\n`);
}
await backend.close();
process.stdin.destroy();
