import { Problem } from '../../core/problem.js';
import type { PersonId } from '../../core/model/ids.js';
import { decideNow } from '../../core/rights/decide-now.js';
import { DAY_MS } from '../../core/model/durations.js';
import { createFace } from '../call/faces.js';
import { quickFaces } from '../call/quick-commands.js';
import type { Services } from '../call/services.js';
import type { Log } from '../log.js';
import { actions, message } from '../view/blocks.js';

/** Somebody who opens the DM again within a year is not greeted again. */
const ONCE_WITHIN_MS = 365 * DAY_MS;

/**
 * Tells a person who opens an empty DM with the bot for the first time what the bot answers to, since it does not read
 * what is typed there. People who have something there, or may use nothing, are not told.
 */
export async function welcome(services: Services, log: Log, person: PersonId): Promise<void> {
  const { claims, workspace, calls, directMessages } = services;
  const claim = `${workspace}:welcome:${person}`;
  if (claims.isKnown(claim) || !(await isNew(services, person))) return;
  const { decision: mayCreate } = await decideNow(services, { person, action: 'create', target: 'any' });
  if (!(await claims.once(claim, ONCE_WITHIN_MS))) return;
  const words = await services.wordsOf(person);
  const create = mayCreate.kind === 'allow' ? words.create.title : words.requests.form.title;
  try {
    await calls.postOnce(
      await directMessages.channelOf(person),
      message(
        [[words.home.welcome]],
        actions(
          createFace.element(create, {}, { style: 'primary' }),
          quickFaces.list.element(words.home.browse, {}),
          quickFaces.help.element(words.home.help, {}),
        ),
      ),
    );
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    log.info({ problem: error.facts }, 'a person could not be welcomed');
    await claims.giveBack(claim);
  }
}

/** Whether the person may use the bot, and neither has an API client nor asked for one. */
async function isNew(services: Services, person: PersonId): Promise<boolean> {
  const { records, requests, workspace } = services;
  const [{ decision }, owned, asked] = await Promise.all([
    decideNow(services, { person, action: 'own', target: 'any' }),
    records.ofOwner(workspace, { kind: 'person', id: person }, 1),
    requests.of(workspace, person, 1),
  ]);
  return decision.kind === 'allow' && owned.length === 0 && asked.length === 0;
}
