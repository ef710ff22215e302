import { TooLate, within } from '../../async/within.js';
import type { CreateOutcome } from '../../connection/alphaus.js';
import { type IssueIntent, type Offer, offerOf } from '../../intents/intent.js';
import { Problem } from '../../problem.js';
import { unlessProblem } from '../../unless-problem.js';
import { type Concluding, UNANSWERED } from './concluding.js';
import { findMade } from './find-made.js';
import type { IssueContext } from './issue-context.js';

/** The person waits: what is not found by then is looked for later. */
const LOOK_FOR_MS = 5_000;

/** Looks while the person waits. What is not found now, the settling job looks for once more. */
export async function lookAfterUnanswered(
  context: IssueContext,
  intent: IssueIntent,
  {
    sentAt,
    gaveUpAt,
    concluding,
  }: Extract<CreateOutcome, { kind: 'ambiguous' }> & { readonly concluding: Concluding },
): Promise<void> {
  const { handover, intents } = context;
  const unanswered = await unlessProblem(
    intents.advance(
      intent,
      { at: 'unanswered', sentAt: sentAt.toISOString(), gaveUpAt: gaveUpAt.toISOString() },
      { commit: concluding({ kind: 'ambiguous' }, UNANSWERED) },
    ),
  );
  const open = unanswered ?? intent;
  const offer = await offerFor(context, open);
  await handover.tellUnclear(open, offer);
  // An outcome that the store did not take is still to be written down, by the settling or by the process that took it over.
  if (offer !== undefined && unanswered !== undefined) await intents.settle(unanswered);
}

async function offerFor(context: IssueContext, intent: IssueIntent): Promise<Offer | undefined> {
  try {
    const { candidates } = await within(LOOK_FOR_MS, findMade(context, intent));
    if (candidates.length === 0) return undefined;
    const offer = offerOf(intent, candidates);
    await context.intents.offer(offer);
    return offer;
  } catch (error) {
    if (error instanceof Problem || error instanceof TooLate) return undefined;
    throw error;
  }
}
