import type { Sentence } from './sentence.js';

/** Anything that comes in several kinds. */
interface Kinded {
  readonly kind: string;
}

type OfKind<Facts extends Kinded, Kind extends Facts['kind']> = Facts & { readonly kind: Kind };

/**
 * A sentence for each kind of facts: a kind without one does not compile, in any language. `Beside`: what sentences may
 * say that the facts do not hold.
 */
export type SentenceByKind<Facts extends Kinded, Beside extends readonly unknown[] = []> = {
  readonly [Kind in Facts['kind']]: (facts: OfKind<Facts, Kind>, ...beside: Beside) => Sentence;
};

/** The sentence for these facts. */
export function sentenceOf<
  Facts extends Kinded,
  Kind extends Facts['kind'],
  Beside extends readonly unknown[],
>(
  sentences: { readonly [K in Kind]: (facts: OfKind<Facts, K>, ...beside: Beside) => Sentence },
  facts: { readonly [K in Kind]: OfKind<Facts, K> }[Kind],
  ...beside: Beside
): Sentence {
  return sentences[facts.kind](facts, ...beside);
}
