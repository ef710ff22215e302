import type { Sentence } from './sentence.js';

/** Anything that comes in several kinds. */
interface Kinded {
  readonly kind: string;
}

type OfKind<Facts extends Kinded, Kind extends Facts['kind']> = Facts & { readonly kind: Kind };

/** A sentence for each kind of facts: a kind without one does not compile, in any language. */
export type SentenceByKind<Facts extends Kinded> = {
  readonly [Kind in Facts['kind']]: (facts: OfKind<Facts, Kind>) => Sentence;
};

/** The sentence for these facts. */
export function sentenceOf<Facts extends Kinded, Kind extends Facts['kind']>(
  sentences: { readonly [K in Kind]: (facts: OfKind<Facts, K>) => Sentence },
  facts: { readonly [K in Kind]: OfKind<Facts, K> }[Kind],
): Sentence {
  return sentences[facts.kind](facts);
}
