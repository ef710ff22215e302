import { type ActContext, recordRefusal, rightTo } from '../audit/right-on-record.js';
import type { ClientId, PersonId } from '../model/ids.js';
import { Problem } from '../problem.js';
import { DAY_MS } from '../model/durations.js';
import { type Finding, isQuiet } from './finding.js';
import type { Findings } from './findings.js';

export interface SnoozingContext extends ActContext {
  readonly findings: Findings;
  readonly now: () => Date;
}

const KEPT_DAYS = 90;

/** Keeps an API client as it is for 90 days: what was found about it is quiet until then. Resolves to that instant. */
export async function snooze(
  context: SnoozingContext,
  { person, id }: { readonly person: PersonId; readonly id: ClientId },
): Promise<Date> {
  const { workspace, findings, audit, reference, now } = context;
  const action = 'snooze';
  await rightTo(context, { person, action, target: 'any' });
  for (;;) {
    const standing = (await findings.of(workspace, id)).filter((finding) => isOpen(finding, now()));
    const [first] = standing;
    const target = { clientId: id, user: first?.user, owner: first?.owner };
    const { rule } = await rightTo(context, { person, action, target });
    if (first === undefined) {
      await recordRefusal(context, { person, action, target, reason: 'finding-over' });
      throw new Problem({ kind: 'finding-over' });
    }
    await context.beforeChanges?.();
    const until = new Date(now().getTime() + KEPT_DAYS * DAY_MS);
    const landed = await audit.appendWith(
      workspace,
      {
        actor: person,
        action,
        target: { user: first.user, clientId: id, subject: `until ${until.toISOString()}` },
        rule,
        outcome: 'done',
        reference,
      },
      standing.flatMap((finding) => findings.puttingOff(finding, until)),
    );
    if (landed.kind === 'done') return until;
    // Something of it was settled meanwhile: it is read again.
  }
}

const isOpen = (finding: Finding, now: Date): boolean =>
  finding.kind !== 'deleted-elsewhere' && !isQuiet(finding, now);
