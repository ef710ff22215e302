import type { KnownBlock, RichTextBlock } from '@slack/types';
import { z } from 'zod';
import { ClientId } from '../../core/model/ids.js';
import type { IssuedApiClient } from '../../core/model/api-client.js';
import type { Secret } from '../../core/model/secret.js';
import { actions, plain } from '../view/blocks.js';
import type { Message } from '../web-api/slack-calls.js';
import type { Words } from '../text/words.js';

/** The value of every button of a secret's message and of a receipt. */
export const ReceiptOf = z.object({ id: ClientId });
export type ReceiptOf = z.infer<typeof ReceiptOf>;

/** Rich text shows every character as it is: nothing in a secret is markup there. */
const preformatted = (text: string): RichTextBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
});

const label = (text: string): KnownBlock => ({ type: 'section', text: plain(text) });

/**
 * The message that shows a secret: the only place that reveals one. It goes out once, as an ephemeral
 * message in the person's DM; `text`, which feeds notifications, says nothing of it.
 */
export function secretMessage(
  words: Words,
  { client, tokenUrl }: { readonly client: IssuedApiClient; readonly tokenUrl: string },
  buttons: readonly Parameters<typeof actions>[0][],
): Message {
  return {
    text: words.secret.notification,
    blocks: [
      label(words.secret.heading),
      label(words.facts.clientId),
      preformatted(client.id),
      label(words.facts.clientSecret),
      preformatted(reveal(client.secret)),
      label(words.secret.howTo),
      preformatted(
        [
          `curl ${tokenUrl}`,
          '  -F grant_type=client_credentials',
          `  --form-string client_id=${client.id}`,
          '  --form-string "client_secret=$CLIENT_SECRET"',
          '  -F scope=openid',
        ].join(' \\\n'),
      ),
      actions(...buttons),
      { type: 'context', elements: [plain(words.secret.onlyHere)] },
    ],
  };
}

function reveal(secret: Secret): string {
  return secret.reveal();
}
