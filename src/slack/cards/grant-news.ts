import type { PersonId } from '../../core/model/ids.js';
import type { GrantChange, GrantNews } from '../../core/rules/grant-news.js';
import type { Part } from '../../core/store.js';
import { leavingNotice } from '../call/notices.js';
import type { Services } from '../call/services.js';
import type { Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import { message } from '../view/blocks.js';
import { peopleOf } from './ownership/ownership-news.js';

/** Draws what both sides of a grant are told in their DMs; it goes out once the change is written. */
export function grantNews(services: Services): GrantNews {
  return {
    async of(change) {
      const parts: Part[] = [];
      for (const [person, said] of await newsOf(services, change)) {
        const words = await services.wordsOf(person);
        parts.push(...leavingNotice(services, person, message([said(words)])));
      }
      return parts;
    },
  };
}

/** Who hears what: a person who gave a grant to themselves, or to a group that they are in, hears of it as its holder. */
async function newsOf(
  services: Services,
  { kind, grant, until }: GrantChange,
): Promise<ReadonlyMap<PersonId, (words: Words) => Sentence>> {
  const holders = await peopleOf(services, grant.to);
  return new Map([
    [grant.by, ({ access }: Words) => access.news[kind].given(grant, until)],
    ...holders.map(
      (person) => [person, ({ access }: Words) => access.news[kind].held(grant, until)] as const,
    ),
  ]);
}
