import { z } from 'zod';
import { SelectOption, SelectOptionGroup } from '../block-kit/composition.js';
import type { PlacedElement } from '../block-kit/placed.js';
import { wireOptions } from '../screen/element-values.js';
import { actionJson, actionsPayload, type Surface, suggestionPayload } from '../wire/payloads.js';
import type { Person } from '../workspace/people.js';
import type { Act, ActResult, ElementValue, Place, WireOption } from '../wire/wire.js';
import {
  ActRefused,
  expectEmptyBody,
  responseUrlFor,
  resultOf,
  type Stage,
  sendPayload,
  WITHOUT_BOT,
} from './stage.js';
import { elementAt, keepValues, surfaceAt, valuesAt } from './surfaces.js';

type ActOf<Name extends Act['act']> = Extract<Act, { act: Name }>;

const channelIdOf = (surface: Surface): string | null =>
  surface.kind === 'message' ? surface.channel.id : null;

const dispatch = async (
  stage: Stage,
  person: Person,
  surface: Surface,
  placed: PlacedElement,
  picked?: string,
): Promise<ActResult> => {
  const values = valuesAt(surface, person);
  const action = actionJson(placed, values, picked, stage.clock.ts());
  const payload = actionsPayload(stage, person, surface, action, {
    triggerId: stage.triggers.issue(person.id, surface.kind === 'view' ? surface.view.id : undefined),
    responseUrl:
      surface.kind === 'message'
        ? responseUrlFor(stage, { workspace: stage, personId: person.id, ...surface })
        : undefined,
    values,
  });
  const acknowledgement = await sendPayload(stage, 'block_actions', payload);
  expectEmptyBody(stage, 'block_actions', acknowledgement);
  if (acknowledgement.failure !== undefined) {
    const words = `This app responded with an error: ${acknowledgement.failure}`;
    stage.notices.add(person.id, words, channelIdOf(surface));
    stage.world.changed();
  }
  return resultOf(acknowledgement);
};

/** Presses a button. */
export const press = (stage: Stage, person: Person, act: ActOf<'press'>): Promise<ActResult> => {
  const surface = surfaceAt(stage, person, act.place);
  const placed = elementAt(surface, act);
  if (placed.element.type !== 'button') throw new ActRefused('this is not a button');
  keepValues(stage, person, surface, act.typed ?? []);
  return dispatch(stage, person, surface, placed);
};

/** Options that an external select has shown, by where it stands: the texts of what is then chosen. */
export class LoadedOptions {
  readonly #byElement = new Map<string, readonly WireOption[]>();

  keep(place: string, options: readonly WireOption[]): void {
    this.#byElement.set(place, [...(this.#byElement.get(place) ?? []), ...options]);
  }

  chosen(place: string, element: ElementValue): readonly WireOption[] {
    const loaded = this.#byElement.get(place) ?? [];
    return [element.value ?? []].flat().map((value) => {
      const option = loaded.findLast((one) => one.value === value);
      if (option === undefined) throw new ActRefused('this option was not offered');
      return option;
    });
  }
}

const keyOf = (place: Place, at: { readonly blockId: string; readonly actionId: string }): string =>
  JSON.stringify([place, at.blockId, at.actionId]);

const isExternal = (placed: PlacedElement): boolean =>
  placed.element.type === 'external_select' || placed.element.type === 'multi_external_select';

/** Chooses or types, and tells the bot where Slack would. */
export const setElement = async (
  stage: Stage,
  person: Person,
  act: ActOf<'set'>,
  loaded: LoadedOptions,
): Promise<ActResult> => {
  const surface = surfaceAt(stage, person, act.place);
  const placed = elementAt(surface, act.element);
  keepValues(stage, person, surface, act.typed ?? []);
  if (placed.element.type === 'overflow') {
    const picked = placed.element.options.find((option) => option.value === act.element.value);
    if (picked === undefined) throw new ActRefused('this menu has no such entry');
    return dispatch(stage, person, surface, placed, picked.value);
  }
  const element = isExternal(placed)
    ? { ...act.element, chosen: loaded.chosen(keyOf(act.place, act.element), act.element) }
    : act.element;
  keepValues(stage, person, surface, [element]);
  return placed.dispatches ? dispatch(stage, person, surface, placed) : WITHOUT_BOT;
};

const Suggestions = z.union([
  z.strictObject({ options: z.array(SelectOption).max(100) }),
  z.strictObject({ option_groups: z.array(SelectOptionGroup).max(100) }),
]);

const parseSuggestions = (stage: Stage, body: string): z.infer<typeof Suggestions> | undefined => {
  try {
    return Suggestions.parse(JSON.parse(body));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    stage.violations.add(`options that Slack cannot show: ${why}`);
    return undefined;
  }
};

/** Types into an external select, and gets the options that the bot offers. */
export const typeahead = async (
  stage: Stage,
  person: Person,
  act: ActOf<'typeahead'>,
  loaded: LoadedOptions,
): Promise<ActResult> => {
  const surface = surfaceAt(stage, person, act.place);
  const placed = elementAt(surface, act);
  const { element } = placed;
  if (element.type !== 'external_select' && element.type !== 'multi_external_select') {
    throw new ActRefused('this element does not ask the app for options');
  }
  if (!stage.manifest.loadsOptions) {
    stage.violations.add('an external select without message_menu_options_url in the manifest');
    throw new ActRefused('the manifest has no message_menu_options_url');
  }
  if (act.query.length < (element.min_query_length ?? 3)) return { ...WITHOUT_BOT, options: [] };
  const acknowledgement = await sendPayload(
    stage,
    'block_suggestion',
    suggestionPayload(stage, person, surface, act),
  );
  const result = resultOf(acknowledgement);
  const suggested = result.ok ? parseSuggestions(stage, acknowledgement.body) : undefined;
  if (suggested === undefined) return { ...result, ok: false, options: [] };
  const optionGroups =
    'options' in suggested
      ? undefined
      : suggested.option_groups.map((group) => ({
          label: group.label.text,
          options: wireOptions(group.options),
        }));
  const options =
    'options' in suggested
      ? wireOptions(suggested.options)
      : (optionGroups ?? []).flatMap((group) => group.options);
  loaded.keep(keyOf(act.place, act), options);
  return { ...result, options, ...(optionGroups === undefined ? {} : { optionGroups }) };
};
