import type { Json, JsonObject, Snapshot, WireMessage } from '../../../slack/wire/wire.js';
import type { TokenRequest } from '../../../token-answer.js';

const CLIENT_ID = /^(ripple|wave)-\S+$/;

/** The client id and secret that the newest message in the person's DM with the bot shows, as one would copy them. */
export function credentialsIn(snapshot: Snapshot): TokenRequest | undefined {
  const dm = snapshot.channels.find((channel) => channel.id === snapshot.dmId);
  for (const message of dm?.messages.toReversed() ?? []) {
    if (!message.isEphemeral) continue;
    const texts = preformatted(message);
    const at = texts.findIndex((text) => CLIENT_ID.test(text));
    const [clientId, clientSecret] = texts.slice(at, at + 2);
    if (at >= 0 && clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret };
  }
  return undefined;
}

function preformatted({ blocks }: WireMessage): readonly string[] {
  return blocks
    .filter((block) => block.type === 'rich_text')
    .flatMap((block) => objects(block['elements']))
    .filter((element) => element['type'] === 'rich_text_preformatted')
    .map((element) =>
      objects(element['elements'])
        .map((piece) => (typeof piece['text'] === 'string' ? piece['text'] : ''))
        .join(''),
    );
}

function objects(json: Json | undefined): readonly JsonObject[] {
  return Array.isArray(json) ? json.filter(isObject) : [];
}

function isObject(json: Json): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
