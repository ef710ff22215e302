import type { OwnershipChange, OwnershipNews } from '../../../core/clients/ownership/ownership-news.js';
import type { Owner } from '../../../core/model/client-record.js';
import type { PersonId } from '../../../core/model/ids.js';
import { leavingNotices, type Said } from '../../call/notices.js';
import type { Services } from '../../call/services.js';

/** Nobody's DMs are flooded, however large a user group is. */
const TOLD_AT_MOST = 30;

/** Draws what both sides of a change are told in their DMs; it goes out once the change is written. */
export function ownershipNews(services: Services): OwnershipNews {
  return { of: async (change) => leavingNotices(services, await newsOf(services, change)) };
}

/** Who hears what. One person hears of a change once. */
async function newsOf(services: Services, change: OwnershipChange): Promise<ReadonlyMap<PersonId, Said>> {
  switch (change.kind) {
    case 'accepted':
    case 'declined': {
      const { record, offer, kind } = change;
      return new Map([[offer.by, ({ ownership }) => ownership.news[kind](record.name, offer.to)]]);
    }
    case 'expired': {
      const { record, offer } = change;
      return new Map([[offer.by, ({ ownership }) => ownership.news.expired(record.name, offer.to)]]);
    }
    case 'assigned':
      return withoutActor(change.by, await toNewOwner(services, change));
    case 'transferred': {
      const { before, after, by } = change;
      const from = before.owner;
      const saidBefore: Said = ({ ownership: { news } }) =>
        from.kind === 'person'
          ? news.transferredAway(before.name, after.owner, by)
          : news.transferredAwayFromGroup(before.name, from, after.owner, by);
      const told = (await peopleOf(services, from)).map((person) => [person, saidBefore] as const);
      return withoutActor(by, new Map([...told, ...(await toNewOwner(services, change))]));
    }
  }
}

async function toNewOwner(
  services: Services,
  { after, by }: Extract<OwnershipChange, { kind: 'assigned' | 'transferred' }>,
): Promise<ReadonlyMap<PersonId, Said>> {
  const { name, purpose, owner } = after;
  const said: Said = ({ ownership: { news } }) =>
    owner.kind === 'person' ? news.nowYours(name, purpose, by) : news.nowYourTeams(name, purpose, owner, by);
  return new Map((await peopleOf(services, owner)).map((person) => [person, said]));
}

function withoutActor(by: PersonId, told: ReadonlyMap<PersonId, Said>): ReadonlyMap<PersonId, Said> {
  return new Map([...told].filter(([person]) => person !== by));
}

/** The person, or the members of the user group. */
export async function peopleOf(
  { people }: Pick<Services, 'people'>,
  owner: Owner,
): Promise<readonly PersonId[]> {
  if (owner.kind === 'person') return [owner.id];
  return (await people.membersOf(owner.id, 'survey')).slice(0, TOLD_AT_MOST);
}
