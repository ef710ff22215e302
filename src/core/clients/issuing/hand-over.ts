import { waitForAll } from '../../async/wait-for-all.js';
import type { Handed, Trial } from '../../connection/alphaus.js';
import type { IssueIntent } from '../../intents/intent.js';
import type { IssuedApiClient } from '../../model/api-client.js';
import type { ClientRecord } from '../../model/client-record.js';
import { unlessProblem } from '../../unless-problem.js';
import type { Announcement } from './announcement.js';
import { type Concluding, doneWith } from './concluding.js';
import type { IssueContext } from './issue-context.js';
import type { Shown } from './secret-handover.js';
import { notingSuccessor } from './succession.js';
import { deleteUndelivered } from './undelivered-client.js';

/** A client whose secret is in its person's hands. */
interface HandedOver {
  /** `undefined` where it was not to be tried. */
  readonly trial: Handed | undefined;
  /** Whether the outcome is on record, with all that follows from it. */
  readonly isConcluded: boolean;
}

/** A client that was just created, whose secret its person does not have yet. */
interface HandingOver {
  readonly intent: IssueIntent;
  readonly client: IssuedApiClient;
  readonly record: ClientRecord;
  /** The way to the person, where it was not open. */
  readonly opened: Promise<void> | undefined;
  readonly announcement: Announcement;
  readonly concluding: Concluding;
}

/**
 * Records the client, tries it where another one goes on living beside it, and shows its secret. Throws once the client is
 * deleted again.
 */
export async function handOver(
  context: IssueContext,
  { intent, client, record, opened, announcement, concluding }: HandingOver,
): Promise<HandedOver> {
  const { connection, handover, intents, records } = context;
  const isTried = intent.overlapDays !== undefined;
  let latest = intent;
  let trial: Trial | undefined;
  let shown: Shown | 'withheld' = 'withheld';
  // When the person's DM is already open, the secret goes out right after this round trip.
  const isStraight = handover.isOpen && !isTried;
  const first = isStraight ? 'handing-over' : 'made';
  const advance = async (at: 'made' | 'handing-over'): Promise<void> => {
    const also = at === first ? records.adding(record) : [];
    const advanced = await intents.advance(latest, { at, client: client.id }, { also });
    // Another process took this one for dead: it deletes the client, so its secret must not be shown.
    if (advanced === undefined) throw new Error('the intent was taken over');
    latest = advanced;
  };
  try {
    await waitForAll([advance(first), announcement.aboveTheSecret()]);
    if (isTried) trial = await connection.alphaus.tryOut(client);
    if (trial !== 'refused') {
      if (!isStraight) {
        await opened;
        await advance('handing-over');
      }
      shown = await handover.show(client, record, trial);
    }
  } catch (cause) {
    const undelivered = await deleteUndelivered(context, { intent: latest, record, concluding, cause });
    await announcement.takeBack();
    throw undelivered;
  }
  if (trial === 'refused' || shown !== 'handed-over') {
    const undelivered = await deleteUndelivered(context, {
      intent: latest,
      record,
      concluding,
      isShut: shown === 'shut',
      isRefused: trial === 'refused',
    });
    await announcement.takeBack();
    throw undelivered;
  }
  // From here on the secret is in the person's hands: the client lives on, whatever fails.
  const made = { kind: 'created', client: client.id } as const;
  const done = concluding(made, doneWith(intent, { record, trial }), () =>
    notingSuccessor(context, intent, client.id),
  );
  const advanced = await unlessProblem(
    intents.advance(latest, { at: 'handed-over', client: client.id }, { commit: done }),
  );
  return { trial, isConcluded: advanced !== undefined };
}
