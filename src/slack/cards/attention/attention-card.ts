import type { Button, KnownBlock } from '@slack/types';
import type { AttentionMessage, ShownFinding } from '../../../core/attention/attention-messages.js';
import type { FindingsBrowsed } from '../../../core/attention/browse-findings.js';
import { type Finding, FindingKind, isQuiet } from '../../../core/attention/finding.js';
import type { ClientRecord } from '../../../core/model/client-record.js';
import { legibleLine } from '../../../core/model/legible-text.js';
import {
  assignFace,
  claimFace,
  deleteFace,
  keepFace,
  neededFace,
  reviewFace,
  rotateFace,
} from '../../call/faces.js';
import { deletionOutcome } from '../../call/answering/outcome.js';
import type { Services } from '../../call/services.js';
import { plainText, richText, type Sentence } from '../../text/sentence.js';
import type { Words } from '../../text/words.js';
import { actions, header } from '../../view/blocks.js';
import type { Message } from '../../web-api/slack-calls.js';

/** A finding as it stands now: settled, with a sentence about how, or open. */
type State = { readonly settled: Sentence } | { readonly open: ShownFinding };

/** Draws a message about findings as they stand now: what is settled says so, and has no buttons any more. */
export async function drawAttention(
  services: Services,
  words: Words,
  message: AttentionMessage,
): Promise<Message> {
  const { title, lines, more } = headOf(words, message);
  const states = await Promise.all(message.shown.map((shown) => stateOf(services, words, shown)));
  const items = message.shown.map((shown, index) =>
    itemOf(words, message, shown, states[index] ?? { open: shown }),
  );
  return {
    text: plainText([title], ...lines, ...items.flatMap((item) => item.lines), ...more),
    blocks: [
      header(title),
      richText(...lines),
      ...items.flatMap((item) => item.blocks),
      ...(more.length === 0 ? [] : [richText(...more)]),
      ...(message.about.kind === 'digest'
        ? [actions(reviewFace.element(words.attention.review.button, {}))]
        : []),
    ],
  };
}

interface Head {
  readonly title: string;
  readonly lines: readonly Sentence[];
  readonly more: readonly Sentence[];
}

function headOf({ attention }: Words, { about, shown }: AttentionMessage): Head {
  switch (about.kind) {
    case 'owner-gone': {
      const { ownerGone } = attention;
      return {
        title: ownerGone.title,
        lines: [ownerGone.said(about.owner, about.why, about.total)],
        more: moreOf(about.total - shown.length, (left) => attention.more(left, 'owner-gone')),
      };
    }
    case 'own':
      return {
        title: attention.own.title,
        lines: [attention.own.said],
        more: moreOf(about.total - shown.length, attention.own.more),
      };
    case 'digest': {
      const counts = FindingKind.options.map((kind) => [kind, about.counts[kind] ?? 0] as const);
      const total = counts.reduce((sum, [, number]) => sum + number, 0);
      return {
        title: attention.digest.title,
        lines: [
          attention.digest.said(total),
          ...counts.flatMap(([kind, number]) => (number === 0 ? [] : [[attention.count(kind, number)]])),
        ],
        more: moreOf(total - shown.length, attention.digest.more),
      };
    }
  }
}

const moreOf = (left: number, said: (left: number) => Sentence): readonly Sentence[] =>
  left > 0 ? [said(left)] : [];

interface Item {
  readonly lines: readonly Sentence[];
  readonly blocks: readonly KnownBlock[];
}

function itemOf(words: Words, message: AttentionMessage, given: ShownFinding, state: State): Item {
  const shown = { ...given, name: shownName(words, given) };
  const { attention } = words;
  const isOpen = 'open' in state;
  const lines = [attention.client(shown), isOpen ? attention.fact(state.open) : state.settled];
  const reader = message.about.kind === 'own' ? 'owner' : 'admin';
  const buttons = isOpen ? buttonsOf(words, shown, { reader }) : [];
  return { lines, blocks: [richText(...lines), ...(buttons.length === 0 ? [] : [actions(...buttons)])] };
}

const shownName = ({ list }: Words, { name }: ShownFinding): string =>
  name.trim() === '' ? list.noName : legibleLine(name);

/** What somebody can do about a finding that is open; `review`: the page on which it stands. */
export function buttonsOf(
  words: Words,
  { client, kind }: Pick<ShownFinding, 'client' | 'kind'>,
  { reader, review }: { readonly reader: 'owner' | 'admin'; readonly review?: FindingsBrowsed },
): readonly Button[] {
  const { ownership, attention } = words;
  const value = { id: client, review };
  const remove = deleteFace.element(words.delete.button, value);
  if (kind === 'deleted-elsewhere') return [];
  if (reader === 'owner') {
    return [
      neededFace.element(attention.needed, { id: client }),
      rotateFace.element(words.rotation.button, { id: client }),
      remove,
    ];
  }
  return [
    ...(kind === 'unknown-origin' ? [claimFace.element(ownership.claim.button, value)] : []),
    assignFace.element(ownership.assign.button, value),
    remove,
    keepFace.element(attention.keep, value),
  ];
}

async function stateOf(services: Services, words: Words, shown: ShownFinding): Promise<State> {
  const { records, findings, deletions, workspace, now } = services;
  const { client, kind } = shown;
  const [record, finding] = await Promise.all([
    records.find(workspace, client),
    findings.find(workspace, { kind, client }),
  ]);
  if (record?.closed !== undefined) return { settled: words.receipt.closed(record.closed) };
  const deletion = record === undefined ? await deletions.find(workspace, client) : undefined;
  const [deleted] = deletion?.done === true ? deletionOutcome(words, deletion) : [];
  if (deleted !== undefined) return { settled: deleted };
  if (finding !== undefined && !isQuiet(finding, now())) {
    // It may have been found again since, with another end.
    const isEnding = kind === 'ending' && finding.mark !== '';
    return { open: isEnding ? { ...shown, endsAt: finding.mark } : shown };
  }
  return { settled: settledBy(words, { finding, record, shown }) };
}

interface Settled {
  readonly finding: Finding | undefined;
  readonly record: ClientRecord | undefined;
  readonly shown: ShownFinding;
}

function settledBy({ attention: { state } }: Words, { finding, record, shown }: Settled): Sentence {
  if (finding?.quietUntil !== undefined) return state.kept(new Date(finding.quietUntil));
  if (shown.kind === 'ending' && record !== undefined && record.endsAt !== shown.endsAt) {
    return record.endsAt === undefined ? state.endDropped : state.endMoved(record.endsAt);
  }
  const isOwnedByAnother = record !== undefined && record.owner.id !== shown.owner?.id;
  if (isOwnedByAnother) return state.ownedNow(record.owner);
  if (shown.kind === 'owner-gone' && record !== undefined) return state.ownerBack;
  const confirmed = shown.kind === 'stale' ? record?.confirmed : undefined;
  return confirmed === undefined ? state.settled : state.confirmed(confirmed.by, new Date(confirmed.at));
}
