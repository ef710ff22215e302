import type { Channel } from '../channels.js';
import { eventEnvelope } from '../payloads.js';
import { type Person, TEAM } from '../people.js';
import type { ActResult, JsonObject } from '../wire.js';
import { viewJson } from '../view-json.js';
import { ActRefused, resultOf, type Stage, WITHOUT_BOT } from './stage.js';

export interface SlackEvent extends JsonObject {
  readonly type: string;
}

/** Sends one event, if the manifest subscribes to its type or to `subscription`. */
export const sendEvent = async (
  stage: Stage,
  event: SlackEvent,
  subscription?: string,
): Promise<ActResult> => {
  if (!stage.manifest.botEvents.has(subscription ?? event.type)) return WITHOUT_BOT;
  const { clock } = stage;
  const envelope = eventEnvelope(event, clock.id('Ev'), Math.floor(clock.now() / 1000));
  return resultOf(await stage.deliveries.send('event', 'application/json', JSON.stringify(envelope)));
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
    ...(home === undefined ? {} : { view: viewJson(home) }),
  });
};

const SUBSCRIPTION = { public: 'message.channels', private: 'message.groups', dm: 'message.im' } as const;

/** An ordinary message of a person. */
export const say = async (
  stage: Stage,
  person: Person,
  channel: Channel,
  text: string,
): Promise<ActResult> => {
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
    team: TEAM.id,
  };
  return sendEvent(stage, event, SUBSCRIPTION[channel.kind]);
};
