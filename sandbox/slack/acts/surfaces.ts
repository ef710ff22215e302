import { elementsIn, type PlacedElement } from '../block-kit/placed.js';
import { type Values, valuesOf, withValues } from '../screen/element-values.js';
import type { Surface } from '../wire/payloads.js';
import type { Person } from '../workspace/people.js';
import type { ElementValue, Place } from '../wire/wire.js';
import { isOffered } from './offered.js';
import { ActRefused, type Stage } from './stage.js';

/** The message or view that this person sees there and can use: of a stack only the top. */
export const surfaceAt = (stage: Stage, person: Person, place: Place): Surface => {
  if (place.kind === 'view') {
    const view = stage.views.find(place.viewId);
    const usable = [stage.views.stackOf(person.id).at(-1), stage.views.homeOf(person.id)];
    if (view === undefined || !usable.includes(view)) throw new ActRefused('this view is not open any more');
    return { kind: 'view', view };
  }
  const channel = stage.world.channel(place.channelId);
  const message = channel?.messages.find((one) => one.ts === place.ts);
  const isSeen = channel?.memberIds.has(person.id) === true && (message?.onlyFor ?? person.id) === person.id;
  if (message === undefined || channel === undefined || !isSeen) {
    throw new ActRefused('this message is not there any more');
  }
  return { kind: 'message', channel, message };
};

const blocksOf = (surface: Surface) =>
  surface.kind === 'view' ? surface.view.blocks : surface.message.blocks;

export const elementAt = (
  surface: Surface,
  at: { readonly blockId: string; readonly actionId: string },
): PlacedElement => {
  const found = elementsIn(blocksOf(surface)).find(
    (placed) => placed.blockId === at.blockId && placed.actionId === at.actionId,
  );
  if (found === undefined) throw new ActRefused('this element is not there any more');
  return found;
};

/** What stands in the elements of a message or view, for this person. */
export const valuesAt = (surface: Surface, person: Person): Values =>
  surface.kind === 'view'
    ? surface.view.values
    : (surface.message.values.get(person.id) ?? valuesOf(surface.message.blocks));

/** Keeps what a person typed or chose; refuses what the element does not offer. */
export const keepValues = (
  stage: Stage,
  person: Person,
  surface: Surface,
  changed: readonly ElementValue[],
): void => {
  for (const one of changed) {
    if (!isOffered(stage, person, elementAt(surface, one), [one.value ?? []].flat())) {
      throw new ActRefused('this element does not offer that value');
    }
  }
  const values = withValues(valuesAt(surface, person), changed);
  if (surface.kind === 'view') {
    surface.view.values = values;
  } else {
    surface.message.values.set(person.id, [...values]);
  }
  stage.world.changed();
};
