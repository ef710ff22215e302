import { randomUUID } from 'node:crypto';
import type { OwnershipContext } from '../../core/clients/ownership/ownership-context.js';
import type { ConnectedServices } from '../call/services.js';
import { ownershipNews } from '../cards/ownership/ownership-news.js';

/** What the verbs work with by which API clients change hands. */
export const ownershipOf = (services: ConnectedServices): OwnershipContext => ({
  ...services,
  news: ownershipNews(services),
  newId: () => randomUUID(),
});
