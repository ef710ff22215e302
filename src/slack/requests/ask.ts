import { z } from 'zod';
import { AlphausUserName, ClientName } from '../../core/model/api-client.js';
import { RequestId } from '../../core/model/ids.js';
import { askForClient, type RequestedWish } from '../../core/requests/ask-for-client.js';
import { audited } from '../../core/audit/audited.js';
import { accountsToAskIn } from '../../core/requests/request-account.js';
import { checkPatterns } from '../../core/rights/check-patterns.js';
import { Owner, Purpose } from '../../core/model/client-record.js';
import { ofOwners } from '../../core/clients/client-records.js';
import { ownersOf } from '../../core/rights/sight.js';
import { mustExist } from '../../core/clients/admission.js';
import { checkRoom } from '../../core/clients/client-limit.js';
import { takeFromQuota } from '../../core/rights/hourly-quota.js';
import type { ClientRequest } from '../../core/requests/request.js';
import { actions, message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { type Button, defineButton } from '../call/conversation.js';
import type { Words } from '../text/words.js';
import type { Services } from '../call/services.js';
import { withdrawFace } from '../cards/card.js';
import { decidersOf } from '../../core/rights/request-deciders.js';
import { deliver } from '../cards/deliver.js';

/** Sends a request to those who decide, and says so where the person asked. */
export async function askFor(call: Call, wish: RequestedWish, again = false): Promise<void> {
  await call.first();
  const { rule, rules } = await call.rights.allowedTo('request');
  const { policy } = rules;
  const services = await call.connected();
  const { workspace, now, audit } = services;
  const { name, user } = wish;
  await call.rights.refusing('request', { user }, async () => {
    checkPatterns(policy, wish);
    await Promise.all([
      mustExist(services, { person: call.person, ...wish }),
      checkRoom(services, policy, call.person),
    ]);
    await takeFromQuota(services, policy, call.person, 'request');
  });
  const [owned, accounts] = await Promise.all([ownedBy(services, call), accountsToAskIn(services, user)]);
  const asked = await audited({
    audit,
    workspace,
    facts: {
      actor: call.person,
      action: 'request',
      target: { name, ...(user !== undefined && { user }) },
      rule,
      reference: call.reference,
    },
    work: () =>
      askForClient(
        {
          workspace,
          requests: services.requests,
          now,
          newRequestId: () => RequestId.parse(crypto.randomUUID()),
          canBeDecided: async () => (await decidersOf(services, call.person)).people.length > 0,
          openDays: policy.requestOpenDays,
          owned,
          accounts,
        },
        wish,
        call.person,
        again,
      ),
    outcomeOf: ({ kind, request }) =>
      kind === 'asked'
        ? { outcome: 'done', target: { subject: `request ${request.id}` } }
        : { outcome: 'refused', reason: 'already-open' },
  });
  if (asked.kind === 'already-open') return pointOut(call, asked.request, wish);
  call.log.info({ request: asked.request.id }, 'asked');
  await deliver(services, call.log, asked.request);
  await call.reply(message([call.words.requests.sent(name, await sentTo(services, asked.request))]));
}

/** The same is open already: the person says whether that is meant. */
async function pointOut(call: Call, open: ClientRequest, wish: RequestedWish): Promise<void> {
  const { alreadyOpen, askAgain, withdraw } = call.words.requests;
  await call.reply(
    message(
      [alreadyOpen(open.name, new Date(open.createdAt))],
      actions(againButton.element(askAgain, wish), withdrawFace.element(withdraw, { id: open.id })),
    ),
  );
}

const againButton = defineButton<RequestedWish>({
  id: 'request.again.v1',
  value: z.object({
    name: ClientName,
    user: AlphausUserName.optional(),
    purpose: Purpose,
    owner: Owner,
  }),
  press: (call, wish) => askFor(call, wish, true),
});

/** How many clients the person owns, by themselves or through a group: told on the card. */
async function ownedBy({ records, people, workspace }: Services, call: Call): Promise<number> {
  const groups = await people.groupsToOffer(call.person, call.log);
  const owners = ownersOf({ id: call.person, groups: groups.map(({ id }) => id) });
  return (await ofOwners({ workspace, records }, owners)).length;
}

async function sentTo(
  { requestMessages }: Services,
  request: ClientRequest,
): Promise<Parameters<Words['requests']['sent']>[1]> {
  const cards = (await requestMessages.of(request)).flatMap(({ key, state }) =>
    key.startsWith('card:') && typeof state !== 'string' ? [{ key, channel: state.channel }] : [],
  );
  const inChannel = cards.find(({ key }) => key === 'card:channel');
  return inChannel === undefined ? { people: cards.length } : { channel: inChannel.channel };
}

export const askButtons: readonly Button[] = [againButton];
