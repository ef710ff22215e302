import type { KnownBlock } from '@slack/types';
import type { PersonId } from '../../core/model/ids.js';
import type { ClientRecord } from '../../core/model/client-record.js';
import { type ClientRequest, isLive } from '../../core/requests/request.js';
import { ofOwners, type OwnedClient } from '../../core/clients/client-records.js';
import { ownersOf } from '../../core/rights/sight.js';
import { actions, header, line } from '../view/blocks.js';
import { createFace, policyFace, reviewFace, setUpFace } from '../call/faces.js';
import { quickFaces } from '../call/quick-commands.js';
import { clientMenuElement } from '../cards/client/client-menu.js';
import { clientRow } from '../cards/client/client-row.js';
import type { Log } from '../log.js';
import { decidersBlocks, mineBlocks } from '../cards/request/card.js';
import { type Overview, overviewOf } from '../cards/request/overview.js';
import { withAdmins } from '../call/answering/failure.js';
import { decideNow } from '../../core/rights/decide-now.js';
import { richText } from '../text/sentence.js';
import type { Services } from '../call/services.js';
import type { Words } from '../text/words.js';

const SHOWN_AT_MOST = 20;
const REQUESTS_SHOWN_AT_MOST = 5;
/** The newest requests among which those that are not over are looked for. */
const REQUESTS_LOOKED_AT = 20;

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
  const isAdmin = maySetUp.kind === 'allow';
  const newest = await services.requests.findAll(
    services.workspace,
    requests.mine.slice(0, REQUESTS_LOOKED_AT),
  );
  const sections: readonly (readonly KnownBlock[])[] = [
    waitingBlocks(words, requests, services.now()),
    requestBlocks(words, newest.filter(isLive)),
    clientBlocks(words, mine),
    isAdmin ? await setupBlocks(words, services) : [],
  ];
  return services.calls.publishHome(person, [
    header(words.help.title),
    actions(
      createFace.element(create, {}, { style: 'primary' }),
      quickFaces.list.element(words.home.browse, {}),
      quickFaces.requests.element(words.requests.list.title, {}),
    ),
    ...(isAdmin ? [adminActions(words)] : []),
    ...sections.flatMap((blocks) => (blocks.length === 0 ? [] : [DIVIDER, ...blocks])),
  ]);
}

const DIVIDER: KnownBlock = { type: 'divider' };

/** What admins look after, a button each. */
const adminActions = ({ home, policy, attention }: Words): KnownBlock =>
  actions(
    quickFaces.access.element(home.access, {}),
    policyFace.element(policy.button, {}),
    reviewFace.element(attention.review.button, {}),
    quickFaces.audit.element(home.audit, {}),
    quickFaces.doctor.element(home.doctor, {}),
  );

/** The person's own clients; that there are none is said without a heading. */
function clientBlocks(words: Words, { shown, total }: OwnClients): readonly KnownBlock[] {
  if (total === 0) return [line(words.home.none)];
  return [
    header(words.home.mine(total)),
    ...shown.map((record) =>
      clientRow(
        words,
        { client: { ...record, createdAt: Date.parse(record.createdAt) }, record },
        clientMenuElement(words, record),
      ),
    ),
    ...(total > SHOWN_AT_MOST ? [line(words.home.more(total - SHOWN_AT_MOST))] : []),
  ];
}

const more = ({ requests }: Words, howMany: number): readonly KnownBlock[] =>
  howMany > REQUESTS_SHOWN_AT_MOST ? [line(requests.list.more(howMany - REQUESTS_SHOWN_AT_MOST))] : [];

/** The requests that wait for the person: they come first, as they keep somebody else waiting. */
const waitingBlocks = (words: Words, { waiting }: Overview, now: Date): readonly KnownBlock[] =>
  waiting.length === 0
    ? []
    : [
        header(words.requests.list.waiting(waiting.length)),
        ...waiting
          .slice(0, REQUESTS_SHOWN_AT_MOST)
          .flatMap((request) => decidersBlocks(words, { request, now, from: 'home' })),
        ...more(words, waiting.length),
      ];

/** The person's own requests that are not over. */
const requestBlocks = (words: Words, live: readonly ClientRequest[]): readonly KnownBlock[] =>
  live.length === 0
    ? []
    : [
        header(words.requests.list.mine(live.length)),
        ...live.slice(0, REQUESTS_SHOWN_AT_MOST).flatMap((request) => mineBlocks(words, request, 'home')),
        ...more(words, live.length),
      ];

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
