import type { Owned } from '../../owned.js';
import { mentionOf, type Sentence } from '../../sentence.js';

/** An API client, as one of its owners sees it: their own, or their team's. */
export const yourClient = ({ name, owner }: Owned): Sentence =>
  owner.kind === 'person'
    ? ['Your API client ', { bold: name }]
    : ['The API client ', { bold: name }, ' of your team ', mentionOf(owner)];
