import type { ApiClient } from '../../model/api-client.js';
import type { ClientId } from '../../model/ids.js';
import type { ConnectedWorkspace } from '../connected-workspace.js';
import type { IssueIntent } from '../../intents/intent.js';

/** Our clock and the API's may differ by this much. */
const CLOCK_TOLERANCE_MS = 60_000;
/** From writing an intent to the end of its create, an access token and its refusal included. */
const CREATE_TAKES_AT_MOST_MS = 90_000;

export interface Made {
  /** Recorded for this very intent: proved to be ours. */
  readonly ours: ClientId | undefined;
  /** Clients of that name, created in the window, without a record: one of them may be ours. */
  readonly candidates: readonly ApiClient[];
}

/** Asks the API for the outcome of a create whose answer was lost. */
export async function findMade(
  { connection, records, workspace }: ConnectedWorkspace,
  { id, wish, begunAt, stage }: IssueIntent,
): Promise<Made> {
  const begun = Date.parse(begunAt);
  const [from, until] =
    stage.at === 'unanswered'
      ? [Date.parse(stage.sentAt), Date.parse(stage.gaveUpAt)]
      : [begun, begun + CREATE_TAKES_AT_MOST_MS];
  connection.directory.forget(wish.user);
  const made = (await connection.directory.fresh(wish.user)).filter((client) => {
    const at = client.createdAt;
    return (
      client.name === wish.name &&
      at !== undefined &&
      at >= from - CLOCK_TOLERANCE_MS &&
      at <= until + CLOCK_TOLERANCE_MS
    );
  });
  const recorded = await Promise.all(made.map((client) => records.find(workspace, client.id)));
  return {
    ours: recorded.find((record) => record?.intent === id && record.closed === undefined)?.id,
    candidates: made.filter((_, index) => recorded[index] === undefined),
  };
}
