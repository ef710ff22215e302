// One of two replicas whose people decide the same requests at the same moment, round after round.
import { createInterface } from 'node:readline';
import { PersonId, RequestId } from '../../../src/core/model/ids.js';
import { decideRequest, type Verdict } from '../../../src/core/requests/decide-request.js';
import { DenialText } from '../../../src/core/requests/request.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { acting } from '../../core/acting.js';
import { requestStores, workspace } from '../../core/records.js';

const [url = '', space = '', me = ''] = process.argv.slice(2);
const backend = await openBackend(url, { allowVolatile: true, space });
const { requests, messages } = requestStores(backend);
const now = () => new Date('2026-11-02T10:00:00.000Z');
const context = acting({ backend, requests, now });

const approve: Verdict = { kind: 'approve' };
const deny: Verdict = { kind: 'deny', reason: DenialText.parse('no') };
const mine = PersonId.parse(`U${me.toUpperCase()}`);

/** What this replica's people do in a round. */
async function play(round: string): Promise<{ moved: number; announced: number; seen: string }> {
  const request = await requests.find(workspace, RequestId.parse(round));
  if (request === undefined) throw new Error(`no request ${round}`);
  const verdict = me === 'a' ? approve : deny;
  const attempts = [
    () => decideRequest(context, { request, person: mine, verdict }),
    () => decideRequest(context, { request, person: mine, verdict }),
    () => decideRequest(context, { request, person: PersonId.parse('UTHIRD'), verdict: approve }),
  ];
  const outcomes = await Promise.all(attempts.map((attempt) => attempt()));
  // Every replica sees to the effect, as its job would after a crash of the one that decided.
  const announced = await Promise.all([1, 2].map(() => messages.claim(request, 'outcome', now())));
  return {
    moved: outcomes.filter(({ kind }) => kind === 'moved').length,
    announced: announced.filter(Boolean).length,
    seen: [...new Set(outcomes.map(({ request: { state } }) => JSON.stringify(state)))].join(' and '),
  };
}

process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'end') break;
  process.stdout.write(`${JSON.stringify(await play(line))}\n`);
}
await backend.close();
process.stdin.destroy();
