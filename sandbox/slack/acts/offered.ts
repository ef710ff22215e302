import type { PlacedElement } from '../block-kit/placed.js';
import type { Channel } from '../workspace/channels.js';
import { isList, ownOptions } from '../screen/element-values.js';
import type { Person } from '../workspace/people.js';
import type { Stage } from './stage.js';

const KIND = { public: 'public', private: 'private', dm: 'im' } as const;

/** Private channels and DMs are offered to those who are in them; archived ones to nobody. */
const isSeenIn = (channel: Channel, person: Person): boolean =>
  !channel.isArchived && (channel.kind === 'public' || channel.memberIds.has(person.id));

const isChannelOffered = (
  { world }: Stage,
  person: Person,
  { element }: PlacedElement,
  id: string,
): boolean => {
  const channel = world.channel(id);
  if (channel === undefined || !isSeenIn(channel, person)) return false;
  if (element.type.endsWith('channels_select')) return channel.kind === 'public';
  const filter = 'filter' in element ? element.filter : undefined;
  if (filter?.include !== undefined && !filter.include.includes(KIND[channel.kind])) return false;
  if (filter?.exclude_bot_users === true && channel.kind === 'dm') return false;
  return !(filter?.exclude_external_shared_channels === true && channel.isShared);
};

const PICKED: Readonly<Record<string, RegExp>> = {
  datepicker: /^\d{4}-\d{2}-\d{2}$/,
  timepicker: /^([01]\d|2[0-3]):[0-5]\d$/,
  datetimepicker: /^\d{10}$/,
};

/** Whether this person can choose these values there. */
export const isOffered = (
  stage: Stage,
  person: Person,
  placed: PlacedElement,
  values: readonly string[],
): boolean => {
  const { element } = placed;
  if (element.type === 'button' || element.type === 'overflow') return false;
  if (values.length > 1 && !isList(element)) return false;
  const most = 'max_selected_items' in element ? element.max_selected_items : undefined;
  if (values.length > (most ?? values.length)) return false;
  const options = ownOptions(element);
  if (options.length > 0) return values.every((value) => options.some((option) => option.value === value));
  if (element.type.endsWith('users_select')) {
    return values.every((id) => stage.world.people.some((one) => one.id === id && !one.deleted));
  }
  if (/(channels|conversations)_select$/.test(element.type)) {
    return values.every((id) => isChannelOffered(stage, person, placed, id));
  }
  const pattern = PICKED[element.type];
  return pattern === undefined || values.every((value) => pattern.test(value));
};
