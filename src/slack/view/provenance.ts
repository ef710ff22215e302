import type { ClientRecord } from '../../core/model/client-record.js';
import type { Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';

/** Who allowed a client, by which request, and whether its secret is known to be saved. */
export function provenanceFacts(
  { fact, facts, people, secretUnconfirmed }: Words,
  { approver, furtherApprovers = [], request, claimed, savedAt }: ClientRecord,
): readonly Sentence[] {
  return [
    ...(approver === undefined ? [] : [fact(facts.approvers, ...people([...furtherApprovers, approver]))]),
    ...(request === undefined ? [] : [fact(facts.request, { code: request })]),
    // Nobody was shown a secret here of a client that was made elsewhere.
    ...(claimed === undefined
      ? [fact(facts.secretSaved, savedAt === undefined ? secretUnconfirmed : { time: new Date(savedAt) })]
      : []),
  ];
}
