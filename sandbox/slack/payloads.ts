import type { Element } from './block-kit/elements.js';
import type { PlacedElement } from './block-kit/placed.js';
import type { Channel, Message } from './channels.js';
import { stateOf, stateValues, type Values } from './element-values.js';
import { messageJson } from './message-json.js';
import { APP_ID, BOT, type Person, TEAM } from './people.js';
import type { View } from './views.js';
import { viewJson } from './view-json.js';
import type { JsonObject } from './wire.js';

/** The token that Slack calls deprecated and still sends. */
const VERIFICATION_TOKEN = 'verification-token-of-the-sandbox';

/** Where an interaction happened. */
export type Surface =
  | { readonly kind: 'message'; readonly channel: Channel; readonly message: Message }
  | { readonly kind: 'view'; readonly view: View };

const commonOf = (person: Person): JsonObject => ({
  user: { id: person.id, username: person.key, name: person.key, team_id: person.teamId },
  team: { id: TEAM.id, domain: TEAM.domain },
  api_app_id: APP_ID,
  token: VERIFICATION_TOKEN,
  enterprise: null,
  is_enterprise_install: false,
});

export interface CommandCall {
  readonly person: Person;
  readonly channel: Channel;
  readonly command: string;
  readonly text: string;
  readonly responseUrl: string;
  readonly triggerId: string;
}

/** The form body of a slash command. */
export const commandBody = (call: CommandCall): string =>
  new URLSearchParams({
    token: VERIFICATION_TOKEN,
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    channel_id: call.channel.id,
    channel_name: call.channel.kind === 'dm' ? 'directmessage' : call.channel.name,
    user_id: call.person.id,
    user_name: call.person.key,
    command: call.command,
    text: call.text,
    api_app_id: APP_ID,
    is_enterprise_install: 'false',
    response_url: call.responseUrl,
    trigger_id: call.triggerId,
  }).toString();

export const shortcutPayload = (
  person: Person,
  callbackId: string,
  triggerId: string,
  actionTs: string,
): JsonObject => ({
  type: 'shortcut',
  ...commonOf(person),
  callback_id: callbackId,
  trigger_id: triggerId,
  action_ts: actionTs,
});

const surfaceOf = (surface: Surface): JsonObject => {
  if (surface.kind === 'view') {
    return {
      container: { type: 'view', view_id: surface.view.id },
      view: viewJson(surface.view),
    };
  }
  const { channel, message } = surface;
  const isEphemeral = message.onlyFor !== undefined;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
    },
    channel: { id: channel.id, name: channel.kind === 'dm' ? 'directmessage' : channel.name },
    // Slack does not send an ephemeral message back.
    ...(isEphemeral ? {} : { message: messageJson(message) }),
  };
};

const pressed = (element: Element): JsonObject =>
  element.type === 'button'
    ? {
        text: { emoji: true, ...element.text },
        ...(element.value === undefined ? {} : { value: element.value }),
        ...(element.style === undefined ? {} : { style: element.style }),
      }
    : {};

/** One of `block_actions`' actions: what was pressed or chosen. */
export const actionJson = (
  placed: PlacedElement,
  values: Values,
  picked: string | undefined,
  actionTs: string,
): JsonObject => {
  const { element } = placed;
  const common = {
    action_id: placed.actionId,
    block_id: placed.blockId,
    action_ts: actionTs,
    type: element.type,
  };
  if (element.type === 'button') return { ...common, ...pressed(element) };
  if (element.type === 'overflow') {
    return { ...common, selected_option: element.options.find((option) => option.value === picked) ?? null };
  }
  return { ...common, ...stateOf({ ...placed, element }, values) };
};

export const actionsPayload = (
  person: Person,
  surface: Surface,
  action: JsonObject,
  more: { readonly triggerId: string; readonly responseUrl: string | undefined; readonly values: Values },
): JsonObject => ({
  type: 'block_actions',
  ...commonOf(person),
  ...surfaceOf(surface),
  trigger_id: more.triggerId,
  ...(surface.kind === 'message'
    ? {
        state: { values: stateValues(surface.message.blocks, more.values) },
        response_url: more.responseUrl,
      }
    : {}),
  actions: [action],
});

export const suggestionPayload = (
  person: Person,
  surface: Surface,
  at: { readonly blockId: string; readonly actionId: string; readonly query: string },
): JsonObject => ({
  type: 'block_suggestion',
  ...commonOf(person),
  ...surfaceOf(surface),
  block_id: at.blockId,
  action_id: at.actionId,
  value: at.query,
});

export const submissionPayload = (person: Person, view: View, triggerId: string): JsonObject => ({
  type: 'view_submission',
  ...commonOf(person),
  trigger_id: triggerId,
  view: viewJson(view),
  response_urls: [],
});

export const closedPayload = (person: Person, view: View, isCleared: boolean): JsonObject => ({
  type: 'view_closed',
  ...commonOf(person),
  view: viewJson(view),
  is_cleared: isCleared,
});

/** An Events API envelope around `event`. */
export const eventEnvelope = (event: JsonObject, eventId: string, seconds: number): JsonObject => ({
  token: VERIFICATION_TOKEN,
  team_id: TEAM.id,
  context_team_id: TEAM.id,
  context_enterprise_id: null,
  api_app_id: APP_ID,
  event,
  type: 'event_callback',
  event_id: eventId,
  event_time: seconds,
  authorizations: [
    {
      enterprise_id: null,
      team_id: TEAM.id,
      user_id: BOT.userId,
      is_bot: true,
      is_enterprise_install: false,
    },
  ],
  is_ext_shared_channel: false,
  event_context: eventId,
});
