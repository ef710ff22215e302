import type { PersonId } from '../../core/model/ids.js';
import type { GrantChange, GrantNews } from '../../core/rules/grant-news.js';
import { leavingNotices, type Said } from '../call/notices.js';
import type { Services } from '../call/services.js';
import type { Words } from '../text/words.js';
import { peopleOf } from './ownership/ownership-news.js';

/** Draws what both sides of a grant are told in their DMs; it goes out once the change is written. */
export function grantNews(services: Services): GrantNews {
  return { of: async (change) => leavingNotices(services, await newsOf(services, change)) };
}

/** Who hears what: a person who gave a grant to themselves, or to a group that they are in, hears of it as its holder. */
async function newsOf(
  services: Services,
  { kind, grant, until }: GrantChange,
): Promise<ReadonlyMap<PersonId, Said>> {
  const holders = await peopleOf(services, grant.to);
  return new Map([
    [grant.by, ({ access }: Words) => access.news[kind].given(grant, until)],
    ...holders.map(
      (person) => [person, ({ access }: Words) => access.news[kind].held(grant, until)] as const,
    ),
  ]);
}
