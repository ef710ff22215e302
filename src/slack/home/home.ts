import type { KnownBlock } from '@slack/types';
import type { PersonId } from '../../core/model/ids.js';
import type { ClientRecord } from '../../core/model/client-record.js';
import type { ClientRequest } from '../../core/requests/request.js';
import { ofOwners, type OwnedClient } from '../../core/clients/client-records.js';
import { ownersOf } from '../../core/rights/sight.js';
import { actions, header, line, recordFacts } from '../view/blocks.js';
import { createFace, setUpFace } from '../call/faces.js';
import { clientMenuElement } from '../cards/client-menu.js';
import type { Log } from '../log.js';
import { decidersBlocks, mineBlocks } from '../cards/card.js';
import { type Overview, overviewOf } from '../cards/overview.js';
import { withAdmins } from '../call/failure.js';
import { decideNow } from '../../core/rights/decide-now.js';
import { richText } from '../text/sentence.js';
import type { Services } from '../call/services.js';
import type { Words } from '../text/words.js';

const SHOWN_AT_MOST = 20;
const REQUESTS_SHOWN_AT_MOST = 5;

interface OwnClients {
  readonly shown: readonly ClientRecord[];
  readonly total: number;
}

/** App Home: the person's clients and requests, from the records alone; buttons only for who may use them. */
export async function publishHome(services: Services, log: Log, person: PersonId): Promise<void> {
  const words = await services.wordsOf(person);
  const { decision: mayOwn } = await decideNow(services, { person, action: 'own', target: 'any' });
  if (mayOwn.kind === 'deny') {
    const { reason } = mayOwn;
    const denial = await withAdmins({ services, command: undefined }, (act) =>
      words.problem({ kind: 'not-allowed', reason }, act),
    );
    return services.calls.publishHome(person, [header(words.help.title), richText(denial)]);
  }
  const [{ decision: mayCreate }, { decision: maySetUp }, mine, requests] = await Promise.all([
    decideNow(services, { person, action: 'create', target: 'any' }),
    decideNow(services, { person, action: 'setup', target: 'any' }),
    clientsOf(services, person, log),
    overviewOf(services, person),
  ]);
  const create = mayCreate.kind === 'allow' ? words.create.title : words.requests.form.title;
  const newest = await services.requests.findAll(
    services.workspace,
    requests.mine.slice(0, REQUESTS_SHOWN_AT_MOST),
  );
  return services.calls.publishHome(person, [
    header(words.help.title),
    line(words.home.intro),
    actions(createFace.element(create, {}, { style: 'primary' })),
    ...(maySetUp.kind === 'allow' ? await setupBlocks(words, services) : []),
    ...requestBlocks(words, requests, newest, services.now()),
    header(words.home.mine(mine.total)),
    ...(mine.total === 0
      ? [line(words.home.none)]
      : mine.shown.flatMap((record) => clientBlocks(words, record))),
    ...(mine.total > SHOWN_AT_MOST ? [line(words.home.more(mine.total - SHOWN_AT_MOST))] : []),
  ]);
}

/** Shows the requests that wait for the person first: they keep somebody else waiting. */
function requestBlocks(
  words: Words,
  { waiting, mine }: Overview,
  newestOfMine: readonly ClientRequest[],
  now: Date,
): readonly KnownBlock[] {
  const { list } = words.requests;
  const more = (howMany: number): readonly KnownBlock[] =>
    howMany > REQUESTS_SHOWN_AT_MOST ? [line(list.more(howMany - REQUESTS_SHOWN_AT_MOST))] : [];
  return [
    ...(waiting.length === 0
      ? []
      : [
          header(list.waiting(waiting.length)),
          ...waiting
            .slice(0, REQUESTS_SHOWN_AT_MOST)
            .flatMap((request) => decidersBlocks(words, { request, now, from: 'home' })),
          ...more(waiting.length),
        ]),
    header(list.mine(mine.length)),
    ...(mine.length === 0 ? [line(list.noneMine)] : []),
    ...newestOfMine.flatMap((request) => mineBlocks(words, request, 'home')),
    ...more(mine.length),
  ];
}

/** For admins: what is set up, and what is missing. */
async function setupBlocks(
  words: Words,
  { connections, rules, workspace }: Services,
): Promise<readonly KnownBlock[]> {
  const [accounts, { policy }] = await Promise.all([connections.accounts(), rules.of(workspace)]);
  const { people, groups } = policy.approvers;
  return [
    header(words.home.setup),
    richText(
      [accounts.length === 0 ? words.home.notConnected : words.home.connected],
      [people.length + groups.length === 0 ? words.home.noApprovers : words.home.approvers],
      words.home.approvalsChannel(policy.approvalsChannel),
    ),
    actions(setUpFace.element(words.setup.button, {})),
  ];
}

/** A client's facts and its menu; what that answers stands in the Messages tab. */
function clientBlocks(words: Words, record: ClientRecord): readonly KnownBlock[] {
  return [richText(...recordFacts(words, record)), actions(clientMenuElement(words, record))];
}

/** What ends soonest comes first; what never ends comes last, the newest first. */
const soonestEnd = (a: OwnedClient, b: OwnedClient): number =>
  a.endsAt === b.endsAt
    ? b.createdAt.localeCompare(a.createdAt)
    : (a.endsAt ?? 'never').localeCompare(b.endsAt ?? 'never');

/** The person's own clients that end soonest, and how many there are. */
async function clientsOf(services: Services, person: PersonId, log: Log): Promise<OwnClients> {
  const { records, workspace, people } = services;
  const groups = await people.groupsToOffer(person, log);
  const owned = await ofOwners(services, ownersOf({ id: person, groups: groups.map(({ id }) => id) }));
  const first = owned.toSorted(soonestEnd).slice(0, SHOWN_AT_MOST);
  const found = await records.findAll(
    workspace,
    first.map(({ id }) => id),
  );
  return { shown: found.filter((record) => record !== undefined), total: owned.length };
}
