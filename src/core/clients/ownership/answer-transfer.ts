import { recordRefusal, rightTo } from '../../audit/right-on-record.js';
import type { ClientRecord, TransferOffer } from '../../model/client-record.js';
import type { ClientId, PersonId } from '../../model/ids.js';
import { Problem } from '../../problem.js';
import { ownedBy } from './assign-client.js';
import { doneEvent, type OwnershipContext } from './ownership-context.js';
import { isOpen } from './transfer-client.js';

/** What answering a transfer works with: the API is asked for nothing. */
export type AnswerContext = Omit<OwnershipContext, 'connection' | 'deletions' | 'newId' | 'whoKnowsAccount'>;

/** What the person to whom an API client is offered says. */
export interface TransferAnswer {
  readonly person: PersonId;
  readonly id: ClientId;
  /** The id of the offer. */
  readonly offer: string;
  readonly answer: 'accept' | 'decline';
}

/** Ends a transfer by its person's word: accepted, the client is theirs. Only the offer that stands can be answered. */
export async function answerTransfer(
  context: AnswerContext,
  { person, id, offer: offerId, answer }: TransferAnswer,
): Promise<ClientRecord> {
  const { workspace, audit, records, news } = context;
  const action = answer === 'accept' ? 'accept-transfer' : 'decline-transfer';
  for (;;) {
    await rightTo(context, { person, action, target: 'any' });
    const record = await records.find(workspace, id);
    const offer = record?.offered;
    if (record === undefined || offer?.id !== offerId || !canBeAnswered(record, offer, context.now())) {
      const target = { clientId: id, user: record?.user, newOwner: offer?.to };
      await recordRefusal(context, { person, action, target, reason: 'transfer-over' });
      throw new Problem({ kind: 'transfer-over' });
    }
    const target = { clientId: id, user: record.user, newOwner: offer.to };
    const { rule } = await rightTo(context, { person, action, target });
    await context.beforeChanges?.();
    const owner = { kind: 'person', id: person } as const;
    const at = context.now().toISOString();
    const { offered: _, ...kept } = record;
    const after: ClientRecord =
      answer === 'accept' ? { ...ownedBy(record, owner), confirmed: { by: person, at } } : kept;
    const kind = answer === 'accept' ? 'accepted' : 'declined';
    const told = await news.of({ kind, record, offer });
    const event = doneEvent(context, { person, action, client: record, owner, rule });
    const landed = await audit.appendWith(workspace, event, [...records.changing(record, after), ...told]);
    if (landed.kind === 'done') return after;
    // It was changed meanwhile: everything is asked again.
  }
}

const canBeAnswered = ({ closed }: ClientRecord, offer: TransferOffer, now: Date): boolean =>
  closed === undefined && isOpen(offer, now);
