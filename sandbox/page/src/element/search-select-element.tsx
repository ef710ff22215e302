import type { ReactNode } from 'react';
import type { WireOption, WireOptionGroup } from '../../../slack/wire/wire.js';
import { useSandbox } from '../sandbox-context.js';
import { useSurface } from '../surface-context.js';
import { Combobox } from './combobox.js';
import { words } from '../words/words.js';
import type { ElementProps } from './element.js';
import type { SearchSelectElement as SearchSelect } from './element-schema.js';
import { wireOption } from './initial-value.js';
import { matching } from './matching.js';
import { useElementValue } from './use-element.js';
import { workspaceOptions } from './workspace-options.js';

/** Several choices, or choices for which the bot is asked while the person types. */
export function SearchSelectElement({ blockId, element, labelling }: ElementProps<SearchSelect>): ReactNode {
  const { snapshot, act } = useSandbox();
  const surface = useSurface();
  const { value, chosen, set } = useElementValue(blockId, element);
  const known = knownOptions(element, snapshot);
  const values = value === null ? [] : typeof value === 'string' ? [value] : value;
  const single = element.type === 'external_select';

  const search = async (query: string): Promise<readonly WireOptionGroup[]> => {
    if (known) return matching(known, query);
    const answer = await act({
      act: 'typeahead',
      place: surface.place,
      blockId,
      actionId: element.action_id,
      query,
    });
    if (answer?.optionGroups?.length) return answer.optionGroups;
    return [{ label: '', options: answer?.options ?? [] }];
  };
  return (
    <Combobox
      labelling={labelling}
      placeholder={element.placeholder?.text ?? words.block.choose}
      focusOnLoad={element.focus_on_load}
      chosen={values.map((one) => optionOf(one, [...chosen, ...(known ?? []).flatMap((g) => g.options)]))}
      atMost={single ? 1 : 'max_selected_items' in element ? element.max_selected_items : undefined}
      isSingle={single}
      isOptional={!labelling.required}
      shortestQuery={'min_query_length' in element ? element.min_query_length : 0}
      search={search}
      onChange={(next) =>
        void set(single ? (next[0]?.value ?? null) : next.map((option) => option.value), next)
      }
    />
  );
}

/** `undefined`: only the bot knows. */
function knownOptions(
  element: SearchSelect,
  snapshot: Parameters<typeof workspaceOptions>[2],
): readonly WireOptionGroup[] | undefined {
  switch (element.type) {
    case 'external_select':
    case 'multi_external_select':
      return undefined;
    case 'multi_static_select':
      return [
        { label: '', options: element.options.map(wireOption) },
        ...element.option_groups.map((group) => ({
          label: group.label.text,
          options: group.options.map(wireOption),
        })),
      ];
    case 'multi_users_select':
    case 'multi_conversations_select':
    case 'multi_channels_select':
      return [{ label: '', options: workspaceOptions(element.type, element.filter, snapshot) }];
  }
}

function optionOf(value: string, options: readonly WireOption[]): WireOption {
  return options.find((option) => option.value === value) ?? { text: value, value };
}
