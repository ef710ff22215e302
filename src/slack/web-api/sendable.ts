import type { KnownBlock } from '@slack/types';

/** Slack's limit for the text of a changed message, and what it recommends for any other. */
const LONGEST_TEXT = 4_000;

/** A mention or time, an escaped character, or any other one: none of them is cut in two. */
const PIECE = /<[^<>]*>|&(?:amp|lt|gt);|[^]/gu;

interface Said {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** A message as Slack takes it: text that is too long ends early, since all of it stands in the blocks. */
export function sendable({ text, blocks }: Said): { text: string; blocks: KnownBlock[] } {
  return { text: text.length > LONGEST_TEXT ? shortened(text) : text, blocks: [...blocks] };
}

function shortened(text: string): string {
  let kept = '';
  for (const [piece] of text.matchAll(PIECE)) {
    if (kept.length + piece.length >= LONGEST_TEXT) break;
    kept += piece;
  }
  return `${kept}…`;
}
