import type { KnownBlock } from '@slack/types';
import type { PersonId } from '../../core/model/ids.js';
import type { ClientRecord } from '../../core/model/client-record.js';
import { isOwnedBy } from '../../core/rights/decide.js';
import { actions, header, line, recordFacts } from '../view/blocks.js';
import { createFace, deleteFace, setUpFace, showFace } from '../call/faces.js';
import type { Log } from '../log.js';
import { mineBlocks, type Overview, overviewOf, waitingBlocks } from '../cards/overview.js';
import { decideNow } from '../../core/rights/decide-now.js';
import { richText } from '../text/sentence.js';
import type { Services } from '../call/services.js';
import { en } from '../text/en/en.js';

const SHOWN_AT_MOST = 20;
const REQUESTS_SHOWN_AT_MOST = 5;

/** App Home: the person's clients and requests, from the records alone; buttons only for who may use them. */
export async function publishHome(services: Services, log: Log, person: PersonId): Promise<void> {
  const { decision: mayOwn } = await decideNow(services, { person, action: 'own', target: 'any' });
  if (mayOwn.kind === 'deny') {
    const denial = en.problem({ kind: 'not-allowed', reason: mayOwn.reason });
    return services.calls.publishHome(person, [header(en.help.title), richText(denial)]);
  }
  const [{ decision: mayCreate }, { decision: maySetUp }, mine, requests] = await Promise.all([
    decideNow(services, { person, action: 'create', target: 'any' }),
    decideNow(services, { person, action: 'setup', target: 'any' }),
    clientsOf(services, person, log),
    overviewOf(services, person),
  ]);
  const create = mayCreate.kind === 'allow' ? en.create.title : en.requests.form.title;
  return services.calls.publishHome(person, [
    header(en.help.title),
    line(en.home.intro),
    actions(createFace.element(create, {}, { style: 'primary' })),
    ...(maySetUp.kind === 'allow' ? await setupBlocks(services) : []),
    ...requestBlocks(requests, services.now()),
    header(en.home.mine(mine.length)),
    ...(mine.length === 0 ? [line(en.home.none)] : mine.slice(0, SHOWN_AT_MOST).flatMap(clientBlocks)),
    ...(mine.length > SHOWN_AT_MOST ? [line(en.home.more(mine.length - SHOWN_AT_MOST))] : []),
  ]);
}

/** Those that wait for the person first: they keep somebody else waiting. */
function requestBlocks({ waiting, mine }: Overview, now: Date): readonly KnownBlock[] {
  const { list } = en.requests;
  const more = (howMany: number): readonly KnownBlock[] =>
    howMany > REQUESTS_SHOWN_AT_MOST ? [line(list.more(howMany - REQUESTS_SHOWN_AT_MOST))] : [];
  return [
    ...(waiting.length === 0
      ? []
      : [
          header(list.waiting(waiting.length)),
          ...waiting
            .slice(0, REQUESTS_SHOWN_AT_MOST)
            .flatMap((request) => waitingBlocks(request, now, 'home')),
          ...more(waiting.length),
        ]),
    header(list.mine(mine.length)),
    ...(mine.length === 0 ? [line(list.noneMine)] : []),
    ...mine.slice(0, REQUESTS_SHOWN_AT_MOST).flatMap((request) => mineBlocks(request, 'home')),
    ...more(mine.length),
  ];
}

/** For admins: what is set up, and what is missing. */
async function setupBlocks({ connections, rules, workspace }: Services): Promise<readonly KnownBlock[]> {
  const [accounts, { policy }] = await Promise.all([connections.accounts(), rules.of(workspace)]);
  const { people, groups } = policy.approvers;
  return [
    header(en.home.setup),
    richText(
      [accounts.length === 0 ? en.home.notConnected : en.home.connected],
      [people.length + groups.length === 0 ? en.home.noApprovers : en.home.approvers],
      policy.approvalsChannel === undefined
        ? [en.home.noApprovalsChannel]
        : [en.home.approvalsChannel, { channel: policy.approvalsChannel }],
    ),
    actions(setUpFace.element(en.setup.button, {})),
  ];
}

/** A client's facts and its buttons; what they answer stands in the Messages tab. */
function clientBlocks(record: ClientRecord): readonly KnownBlock[] {
  const buttons = [
    showFace.element(en.list.show, { id: record.id }),
    deleteFace.element(en.delete.button, { id: record.id }),
  ];
  return [richText(...recordFacts(record)), actions(...buttons)];
}

async function clientsOf(services: Services, person: PersonId, log: Log): Promise<readonly ClientRecord[]> {
  const [records, groups] = await Promise.all([
    services.records.ofWorkspace(services.workspace),
    services.people.groupsToOffer(person, log),
  ]);
  const owner = { id: person, groups: groups.map(({ id }) => id) };
  return records
    .filter((record) => record.closed === undefined && isOwnedBy(record.owner, owner))
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}
