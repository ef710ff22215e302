import type { Element } from '../block-kit/elements.js';
import type { PlacedElement } from '../block-kit/placed.js';
import type { Channel, Message } from '../workspace/channels.js';
import { stateOf, stateValues, type Values } from '../screen/element-values.js';
import { messageJson } from './message-json.js';
import { APP_ID, type Person } from '../workspace/people.js';
import type { View } from '../workspace/views.js';
import { viewJson } from './view-json.js';
import type { JsonObject } from './wire.js';
import type { Workspace } from '../workspace/workspace.js';

/** The token that Slack calls deprecated and still sends. */
export const VERIFICATION_TOKEN = 'verification-token-of-the-sandbox';

/** The place where an interaction happened. */
export type Surface =
  | { readonly kind: 'message'; readonly channel: Channel; readonly message: Message }
  | { readonly kind: 'view'; readonly view: View };

const teamOf = ({ world: { team } }: Workspace): JsonObject => ({
  id: team.id,
  domain: team.domain,
  ...(team.enterprise === undefined
    ? {}
    : { enterprise_id: team.enterprise.id, enterprise_name: team.enterprise.name }),
});

/**
 * Outside messages an organisation-wide app is told no team: `user.team_id` has it. With a form that somebody of
 * another company sends comes the team of that company; the app's own is the view's `app_installed_team_id`.
 */
const commonOf = (workspace: Workspace, person: Person, place: 'message' | 'elsewhere') => {
  const isOrgWide = workspace.installation()?.isOrgWide === true;
  const { enterprise } = workspace.world.team;
  const elsewhere = person.isStranger
    ? { id: person.teamId, domain: 'partner' }
    : isOrgWide
      ? null
      : teamOf(workspace);
  const isTold = person.isStranger || workspace.world.shapes.payloadTeam === 'own';
  const userTeam = isTold ? person.teamId : (enterprise?.id ?? person.teamId);
  return {
    user: { id: person.id, username: person.key, name: person.key, team_id: userTeam },
    team: place === 'message' ? teamOf(workspace) : elsewhere,
    api_app_id: APP_ID,
    token: VERIFICATION_TOKEN,
    enterprise: enterprise === undefined ? null : { ...enterprise },
    is_enterprise_install: isOrgWide,
  };
};

export interface CommandCall {
  readonly person: Person;
  readonly channel: Channel;
  readonly command: string;
  readonly text: string;
  readonly responseUrl: string;
  readonly triggerId: string;
}

/** The form body of a slash command. */
export const commandBody = (workspace: Workspace, call: CommandCall): string => {
  const { team } = workspace.world;
  return new URLSearchParams({
    token: VERIFICATION_TOKEN,
    team_id: team.id,
    team_domain: team.domain,
    ...(team.enterprise === undefined
      ? {}
      : { enterprise_id: team.enterprise.id, enterprise_name: team.enterprise.name }),
    channel_id: call.channel.id,
    channel_name: call.channel.kind === 'dm' ? 'directmessage' : call.channel.name,
    user_id: call.person.id,
    user_name: call.person.key,
    command: call.command,
    text: call.text,
    api_app_id: APP_ID,
    is_enterprise_install: String(workspace.installation()?.isOrgWide === true),
    response_url: call.responseUrl,
    trigger_id: call.triggerId,
  }).toString();
};

export const shortcutPayload = (
  workspace: Workspace,
  person: Person,
  callbackId: string,
  triggerId: string,
  actionTs: string,
): JsonObject => {
  // Fewer facts than with an interaction: not the app, and of the person not the name.
  const { api_app_id: _, user, ...common } = commonOf(workspace, person, 'elsewhere');
  const { name: __, ...who } = user;
  return {
    type: 'shortcut',
    ...common,
    user: who,
    callback_id: callbackId,
    trigger_id: triggerId,
    action_ts: actionTs,
  };
};

const placeOf = (surface: Surface): 'message' | 'elsewhere' =>
  surface.kind === 'message' ? 'message' : 'elsewhere';

const surfaceOf = (workspace: Workspace, surface: Surface): JsonObject => {
  if (surface.kind === 'view') {
    return {
      container: { type: 'view', view_id: surface.view.id },
      view: viewJson(workspace, surface.view),
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
    ...(isEphemeral ? {} : { message: messageJson(workspace.world, message) }),
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
  workspace: Workspace,
  person: Person,
  surface: Surface,
  action: JsonObject,
  more: { readonly triggerId: string; readonly responseUrl: string | undefined; readonly values: Values },
): JsonObject => ({
  type: 'block_actions',
  ...commonOf(workspace, person, placeOf(surface)),
  ...surfaceOf(workspace, surface),
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
  workspace: Workspace,
  person: Person,
  surface: Surface,
  at: { readonly blockId: string; readonly actionId: string; readonly query: string },
): JsonObject => ({
  type: 'block_suggestion',
  ...commonOf(workspace, person, placeOf(surface)),
  ...surfaceOf(workspace, surface),
  block_id: at.blockId,
  action_id: at.actionId,
  value: at.query,
});

export const submissionPayload = (
  workspace: Workspace,
  person: Person,
  view: View,
  triggerId: string,
): JsonObject => ({
  type: 'view_submission',
  ...commonOf(workspace, person, 'elsewhere'),
  trigger_id: triggerId,
  view: viewJson(workspace, view),
  response_urls: [],
});

export const closedPayload = (
  workspace: Workspace,
  person: Person,
  view: View,
  isCleared: boolean,
): JsonObject => ({
  type: 'view_closed',
  ...commonOf(workspace, person, 'elsewhere'),
  view: viewJson(workspace, view),
  is_cleared: isCleared,
});
