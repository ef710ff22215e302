import type { Channel } from '../workspace/channels.js';
import type { Installation } from '../workspace/installations.js';
import { eventEnvelope } from '../wire/event-envelope.js';
import { withMentions } from './mentioning.js';
import type { Person } from '../workspace/people.js';
import type { ActResult, JsonObject } from '../wire/wire.js';
import { viewJson } from '../wire/view-json.js';
import { ActRefused, resultOf, type Stage, WITHOUT_BOT } from './stage.js';

export interface SlackEvent extends JsonObject {
  readonly type: string;
}

/** Without the scope Slack does not let an app subscribe. */
const SCOPE_OF: Readonly<Record<string, string>> = {
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  user_change: 'users:read',
  team_join: 'users:read',
  subteam_updated: 'usergroups:read',
  subteam_members_changed: 'usergroups:read',
  channel_archive: 'channels:read',
  channel_left: 'channels:read',
  member_joined_channel: 'channels:read',
  member_left_channel: 'channels:read',
  group_archive: 'groups:read',
  group_left: 'groups:read',
};

/** Sends one event of the app's installation, if the manifest subscribes to its type or to `subscription`. */
export const sendEvent = async (
  stage: Stage,
  event: SlackEvent,
  options: { readonly subscription?: string; readonly installation?: Installation } = {},
): Promise<ActResult> => {
  const { clock, manifest, world } = stage;
  const { subscription = event.type, installation = stage.installation() } = options;
  const isSubscribed = manifest.botEvents.has(subscription) && stage.deliveries.isConnected();
  if (!isSubscribed || installation === undefined) return WITHOUT_BOT;
  const scope = SCOPE_OF[subscription];
  if (scope !== undefined && !installation.scopes.has(scope)) {
    stage.violations.add(`the manifest subscribes to ${subscription} without the scope ${scope}`);
    return WITHOUT_BOT;
  }
  const channel = typeof event['channel'] === 'string' ? world.channel(event['channel']) : undefined;
  const envelope = eventEnvelope(stage, installation, event, {
    id: clock.id('Ev'),
    isShared: channel?.isShared === true,
  });
  return resultOf(await stage.deliveries.sendEvent(JSON.stringify(envelope)));
};

export const openHome = async (stage: Stage, person: Person): Promise<ActResult> => {
  if (!stage.manifest.hasHomeTab) throw new ActRefused('the app has no Home tab');
  const dm = stage.world.dmOf(person.id);
  const home = stage.views.homeOf(person.id);
  return sendEvent(stage, {
    type: 'app_home_opened',
    user: person.id,
    channel: dm?.id ?? '',
    tab: 'home',
    event_ts: stage.clock.ts(),
    ...(home === undefined ? {} : { view: viewJson(stage, home) }),
  });
};

/** Slack tells an app that somebody looks at its DM, whether or not it may read there. */
export const openMessages = (stage: Stage, person: Person): Promise<ActResult> =>
  sendEvent(stage, {
    type: 'app_home_opened',
    user: person.id,
    channel: stage.world.dmOf(person.id)?.id ?? '',
    tab: 'messages',
    event_ts: stage.clock.ts(),
  });

const SUBSCRIPTION = { public: 'message.channels', private: 'message.groups', dm: 'message.im' } as const;

/** An ordinary message of a person. */
export const say = async (
  stage: Stage,
  person: Person,
  channel: Channel,
  typed: string,
): Promise<ActResult> => {
  const text = withMentions(stage.world, typed);
  const message = stage.world.post(channel, { authorId: person.id, text });
  if (!stage.world.isBotIn(channel)) return WITHOUT_BOT;
  const event = {
    type: 'message',
    channel: channel.id,
    channel_type: channel.kind === 'dm' ? 'im' : channel.kind === 'private' ? 'group' : 'channel',
    user: person.id,
    text,
    ts: message.ts,
    event_ts: message.ts,
    team: stage.world.team.id,
  };
  return sendEvent(stage, event, { subscription: SUBSCRIPTION[channel.kind] });
};
