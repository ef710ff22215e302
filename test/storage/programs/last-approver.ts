// One of two replicas on which requests get their last approval, and other ends, at the same moment, round after round.
import { createInterface } from 'node:readline';
import { PersonId, RequestId } from '../../../src/core/model/ids.js';
import { decideRequest, type Verdict } from '../../../src/core/requests/decide-request.js';
import { moveRequest } from '../../../src/core/requests/move-request.js';
import { type ClientRequest, DenialText } from '../../../src/core/requests/request.js';
import { withdrawRequest } from '../../../src/core/requests/withdraw-request.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { acting } from '../../core/acting.js';
import { ben, requestStores, workspace } from '../../core/records.js';

const [url = '', space = '', me = ''] = process.argv.slice(2);
const backend = await openBackend(url, { allowVolatile: true, space });
const { requests } = requestStores(backend);
const now = () => new Date('2026-11-02T10:00:00.000Z');
const tooLate = new Date('2026-11-30T10:00:00.000Z');
const person = (id: string) => PersonId.parse(id);
// Only one of the replicas knows yet that the first approver is gone.
const gone = { id: person('UFIRST'), standing: 'deactivated', slackAdmin: false, groups: [] } as const;
const context = acting({
  backend,
  requests,
  now,
  policy: { approvalsNeeded: 3 },
  actors: me === 'b' ? [gone] : [],
});

const approve: Verdict = { kind: 'approve' };
const deny: Verdict = { kind: 'deny', reason: DenialText.parse('no') };
const decided = async (request: ClientRequest, by: string, verdict: Verdict) =>
  decideRequest(context, { request, person: person(by), verdict });

/** What this replica's people and clock do in a round: they approve, and deny, and in some rounds something else. */
async function play(round: string): Promise<{ moves: readonly ClientRequest[] }> {
  const request = await requests.find(workspace, RequestId.parse(round));
  if (request === undefined) throw new Error(`no request ${round}`);
  const turn = Number(round.slice(1));
  const denies = () => decided(request, 'UTHIRD', deny);
  const others = [
    denies,
    () => withdrawRequest(context, { request, person: ben }),
    async () => {
      // A look reads the request, and who may decide it, before it finds that its time is over.
      for (let reads = 0; reads < 4; reads += 1) await requests.find(workspace, request.id);
      return moveRequest(requests, request, { kind: 'expire', at: tooLate });
    },
  ];
  const attempts = [
    () => decided(request, me === 'a' ? 'UA' : 'UB', approve),
    others[turn % others.length] ?? denies,
    () => decided(request, me === 'a' ? 'UC' : 'UD', approve),
  ];
  const inOrder = turn % 2 === 0 ? attempts : attempts.toReversed();
  const outcomes = await Promise.all(inOrder.map((attempt) => attempt()));
  return { moves: outcomes.flatMap((outcome) => (outcome.kind === 'moved' ? [outcome.request] : [])) };
}

process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'end') break;
  process.stdout.write(`${JSON.stringify(await play(line))}\n`);
}
await backend.close();
process.stdin.destroy();
