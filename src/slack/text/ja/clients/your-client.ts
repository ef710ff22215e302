import type { Owned } from '../../owned.js';
import type { Sentence } from '../../sentence.js';
import { named, sanOrGroup } from '../grammar.js';

/** An API client, as one of its owners sees it: their own, or their team's. */
export const yourClient = ({ name, owner }: Owned): Sentence =>
  owner.kind === 'person'
    ? ['あなたのAPIクライアント', ...named(name)]
    : ['チーム', ...sanOrGroup(owner), 'のAPIクライアント', ...named(name)];
