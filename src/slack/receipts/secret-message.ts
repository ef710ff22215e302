import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { ClientId } from '../../core/model/ids.js';
import type { IssuedApiClient } from '../../core/model/api-client.js';
import type { Handed } from '../../core/connection/alphaus.js';
import type { Secret } from '../../core/model/secret.js';
import { legibleLine } from '../../core/model/legible-text.js';
import { actions, header, plain, preformatted } from '../view/blocks.js';
import type { Message } from '../web-api/slack-calls.js';
import type { Words } from '../text/words.js';

/** The value of every button of a secret's message and of a receipt. */
export const ReceiptOf = z.object({ id: ClientId });
export type ReceiptOf = z.infer<typeof ReceiptOf>;

const label = (text: string): KnownBlock => ({ type: 'section', text: plain(text) });

interface ShownClient {
  readonly client: IssuedApiClient;
  /** How it went, where the client was tried before its secret went out. */
  readonly trial: Handed | undefined;
}

/**
 * The message that shows a secret: the only place that reveals one. It goes out once, as an ephemeral
 * message in the person's DM; `text`, which feeds notifications, says nothing of it.
 */
export function secretMessage(
  words: Words,
  { client, trial }: ShownClient,
  buttons: readonly Parameters<typeof actions>[0][],
): Message {
  return {
    text: words.secret.notification,
    blocks: [
      header(words.secret.title(legibleLine(client.name))),
      label(words.facts.clientId),
      preformatted(client.id),
      label(words.facts.clientSecret),
      preformatted(reveal(client.secret)),
      ...(trial === undefined ? [] : [label(words.secret.tried[trial])]),
      actions(...buttons),
      { type: 'context', elements: [plain(words.secret.onlyHere)] },
    ],
  };
}

function reveal(secret: Secret): string {
  return secret.reveal();
}
