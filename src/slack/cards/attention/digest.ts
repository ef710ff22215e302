import type { AttentionMessage, ShownFinding } from '../../../core/attention/attention-messages.js';
import type { Finding, FindingKind } from '../../../core/attention/finding.js';
import type { Digest } from '../../../core/attention/tell-findings.js';
import type { InventoryRow } from '../../../core/clients/inventory.js';
import type { Owner } from '../../../core/model/client-record.js';
import { Problem } from '../../../core/problem.js';
import { DAY_MS } from '../../../core/model/durations.js';
import { slackRefusal, slackWord } from '../../refusal.js';
import { plainText } from '../../text/sentence.js';
import { adminsToTell, postAttention, type Telling } from './attention-posts.js';
import { peopleOf } from '../ownership/ownership-news.js';

/** Each takes two of a message's fifty blocks; with more, a file names all of them. */
const SHOWN_AT_MOST = 10;
const CLAIMED_FOR_MS = 30 * DAY_MS;

/** Tells the admins what is new, in one digest; resolves to whether nothing is left to do. */
export async function tellAdmins(
  telling: Telling,
  digest: Digest,
  findings: readonly Finding[],
): Promise<boolean> {
  const { workspace } = telling.services;
  const counts: Partial<Record<FindingKind, number>> = {};
  for (const { kind } of findings) counts[kind] = (counts[kind] ?? 0) + 1;
  const message: AttentionMessage = {
    workspace,
    id: digest.id,
    about: { kind: 'digest', counts },
    shown: findings.slice(0, SHOWN_AT_MOST).map(shownOf),
    places: [],
    at: digest.at.toISOString(),
  };
  const isPosted = await postAttention(telling, message, await adminsToTell(telling));
  if (findings.length <= SHOWN_AT_MOST) return isPosted;
  return (await sendFile(telling, message, findings)) && isPosted;
}

/** Tells an owner, or the members of a user group, of their own; resolves to whether nothing is left to do. */
export async function tellOwner(
  telling: Telling,
  digest: Digest,
  owner: Owner,
  findings: readonly Finding[],
): Promise<boolean> {
  const { services } = telling;
  const message: AttentionMessage = {
    workspace: services.workspace,
    id: `${digest.id}-${owner.id}`,
    about: { kind: 'own', total: findings.length },
    shown: findings.slice(0, SHOWN_AT_MOST).map(shownOf),
    places: [],
    at: digest.at.toISOString(),
  };
  const people = await peopleOf(services, owner);
  return postAttention(
    telling,
    message,
    people.map((person) => ({ person })),
  );
}

const shownOf = ({ kind, client, user, name, owner, mark }: Finding): ShownFinding => ({
  kind,
  client,
  user,
  name,
  ...(owner !== undefined && { owner }),
  ...(kind === 'ending' && mark !== '' && { endsAt: mark }),
});

/** Sends all findings as a file, wherever the digest stands: once each. */
async function sendFile(
  { services, log }: Telling,
  { workspace, id, at }: AttentionMessage,
  findings: readonly Finding[],
): Promise<boolean> {
  const { attentionMessages, claims, calls, inventoryFiles } = services;
  const words = await services.workspaceWords();
  const posted = await attentionMessages.find(workspace, id);
  let isAll = true;
  for (const { channel } of posted?.places ?? []) {
    const claim = `${workspace}:attention-file:${id}:${channel}`;
    if (!(await claims.once(claim, CLAIMED_FOR_MS))) continue;
    try {
      await calls.upload(channel, {
        name: `attention-${workspace}-${at.slice(0, 10)}.csv`,
        comment: plainText(words.attention.digest.file(findings.length)),
        content: () => inventoryFiles.lines('csv', rowsOf(findings)),
      });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      log.warn({ err: error, channel }, 'the file of a digest could not be sent');
      // The digest itself says how many there are, and where to see them.
      if (slackRefusal(slackWord(error) ?? '') === 'definite') continue;
      await claims.giveBack(claim);
      isAll = false;
    }
  }
  return isAll;
}

function* rowsOf(findings: readonly Finding[]): Iterable<InventoryRow> {
  for (const { client, name, user, owner, kind, mark } of findings) {
    yield {
      clientId: client,
      name,
      user,
      origin: kind === 'unknown-origin' ? 'unknown' : 'created',
      ownerKind: owner?.kind,
      owner: owner?.id,
      endsAt: kind === 'ending' ? mark : undefined,
      finding: kind,
    };
  }
}
