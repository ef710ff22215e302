import type { Acknowledgement, Deliveries } from '../delivering/deliveries.js';
import { type DeliveryKind, FORM } from '../delivering/transport.js';
import type { Person } from '../workspace/people.js';
import type { ResponseSource, ResponseUrls } from '../workspace/response-urls.js';
import type { ActResult, JsonObject } from '../wire/wire.js';
import type { Workspace } from '../workspace/workspace.js';

/** What acts of people need: the workspace, and the ways to the bot. */
export interface Stage extends Workspace {
  readonly deliveries: Deliveries;
  readonly responseUrls: ResponseUrls;
}

/** An act that this person cannot do in Slack: nothing was sent. */
export class ActRefused extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'ActRefused';
  }
}

/** An act that Slack settles by itself. */
export const WITHOUT_BOT: ActResult = { ok: true, status: 200, ackMs: 0, body: '' };

export const resultOf = (acknowledgement: Acknowledgement): ActResult => ({
  ok: acknowledgement.failure === undefined,
  status: acknowledgement.status,
  ackMs: acknowledgement.ackMs,
  body: acknowledgement.body,
});

/** Sends an interaction (`payload=` with JSON). */
export const sendPayload = (
  stage: Stage,
  kind: DeliveryKind,
  payload: JsonObject,
): Promise<Acknowledgement> => {
  if (stage.installation() === undefined) throw new ActRefused('the app is not installed here');
  if (!stage.manifest.isInteractive) {
    throw new ActRefused('This app is not configured to handle interactive responses');
  }
  return stage.deliveries.send(
    kind,
    FORM,
    new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
  );
};

/** A new response_url for an interaction. */
export const responseUrlFor = (stage: Stage, source: ResponseSource): string =>
  `${stage.baseUrl()}/response/${stage.responseUrls.issue(source)}`;

/** The answer to a button, shortcut or closed view has no meaning to Slack, and so has to be empty. */
export const expectEmptyBody = (stage: Stage, kind: DeliveryKind, acknowledgement: Acknowledgement): void => {
  if (acknowledgement.status === 200 && acknowledgement.body !== '') {
    stage.violations.add(`${kind} was acknowledged with a body: ${acknowledgement.body.slice(0, 200)}`);
  }
};

/** Somebody who can act in this workspace. */
export const activePerson = (stage: Stage, idOrKey: string): Person => {
  const person = stage.world.person(idOrKey);
  if (person === undefined) throw new ActRefused(`nobody here is ${idOrKey}`);
  if (person.deleted || person.isBot) throw new ActRefused(`${person.realName} cannot use Slack`);
  return person;
};
