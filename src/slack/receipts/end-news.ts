import type { EndTelling, Sent } from '../../core/clients/ending/end-telling.js';
import type { Concerned } from '../../core/clients/ending/living-owners.js';
import type { ClientRecord } from '../../core/model/client-record.js';
import type { PersonId } from '../../core/model/ids.js';
import { Problem } from '../../core/problem.js';
import { whoKnowsAccount } from '../call/account-changed.js';
import { adminsToAsk } from '../call/admins-to-ask.js';
import { deleteFace, extendFace, rotateFace } from '../call/faces.js';
import { redrawAttention } from '../cards/attention/attention-posts.js';
import { lastMinuteOf, type Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import { actions, message, recordFacts } from '../view/blocks.js';
import { isUnreachable } from '../web-api/direct-messages.js';
import type { Message } from '../web-api/slack-calls.js';
import { redrawReceipt } from './standing-receipt.js';
import type { Telling } from './receipt-message.js';

/** Tells owners, or admins in their place, of the end of an API client. */
export function endNews(telling: Telling): EndTelling {
  return {
    warn: (person, record, { days }, as) =>
      send(telling, person, (words) => warning(words, record, days, as)),
    ended: (person, record, as) =>
      send(telling, person, (words) =>
        message([words.ends.ended({ ...record, as }), ...facts(words, record)]),
      ),
    async notEnded(person, record, { facts: why }) {
      const ask = await (why.kind === 'client-elsewhere'
        ? whoKnowsAccount(telling.services, why.user)
        : adminsToAsk(telling.services));
      const said = 'ask' in why ? { ...why, ask } : why;
      return send(telling, person, (words) =>
        message(
          [words.ends.notEnded(record.name), words.problem(said, { ask }), ...facts(words, record)],
          extendActions(words, record),
        ),
      );
    },
    endDropped: (person, record) =>
      send(telling, person, (words) => message([words.ends.dropped(record.name)])),
    async changed({ id }) {
      await redrawReceipt(telling, id);
      await redrawAttention(telling, id);
    },
  };
}

const facts = (words: Words, record: ClientRecord): readonly Sentence[] => recordFacts(words, record);

function warning(words: Words, record: ClientRecord, days: number, as: Concerned['as']): Message {
  const { endsAt = '' } = record;
  const said = words.ends.warning({ ...record, as }, days, lastMinuteOf(endsAt));
  return message([said, ...facts(words, record)], extendActions(words, record));
}

const extendActions = (words: Words, { id, successor }: ClientRecord) =>
  actions(
    extendFace.element(words.ends.button, { id, tellsOfEnd: true }, { style: 'primary' }),
    ...(successor === undefined ? [rotateFace.element(words.rotation.button, { id })] : []),
    deleteFace.element(words.delete.button, { id }),
  );

/** Sends once: nobody knows whether a message stands to which Slack gave no answer. */
async function send(
  { services, log }: Telling,
  person: PersonId,
  said: (words: Words) => Message,
): Promise<Sent> {
  try {
    const words = await services.wordsOf(person);
    await services.calls.postOnce(await services.directMessages.channelOf(person), said(words));
    return 'taken';
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    log.warn({ problem: error.facts, person }, 'this person could not be told of the end of an API client');
    return isUnreachable(error) ? 'refused' : 'later';
  }
}
