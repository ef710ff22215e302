import type { Lineage } from '../../core/clients/issuing/succession.js';
import type { Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';

/** The clients before and behind one, a line each; nothing for a client that has neither. */
export function lineageFacts({ rotation }: Words, { predecessor, successor }: Lineage): readonly Sentence[] {
  return [
    ...(predecessor === undefined ? [] : [rotation.predecessor(predecessor.id)]),
    ...(successor === undefined ? [] : [rotation.successor(successor.id)]),
  ];
}
