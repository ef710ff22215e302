import type { ReactNode } from 'react';
import { useSandbox } from '../sandbox-context.js';
import { words } from '../words/words.js';
import { Combobox } from './combobox.js';
import type { ElementProps } from './element.js';
import type { SingleSelectElement } from './element-schema.js';
import { wireOption } from './initial-value.js';
import { matching } from './matching.js';
import { useElementValue } from './use-element.js';
import { workspaceOptions } from './workspace-options.js';

/** One choice from a known list, in which one can search. */
export function SelectElement({ blockId, element, labelling }: ElementProps<SingleSelectElement>): ReactNode {
  const { snapshot } = useSandbox();
  const { value, set } = useElementValue(blockId, element);
  const options =
    element.type === 'static_select'
      ? element.options.map(wireOption)
      : workspaceOptions(element.type, element.filter, snapshot);
  const grouped = element.type === 'static_select' ? element.option_groups : [];
  const groups = [
    { label: '', options },
    ...grouped.map((group) => ({ label: group.label.text, options: group.options.map(wireOption) })),
  ];
  const chosen = groups.flatMap((group) => group.options).filter((option) => option.value === value);
  return (
    <Combobox
      labelling={labelling}
      placeholder={element.placeholder?.text ?? words.block.choose}
      focusOnLoad={element.focus_on_load}
      chosen={chosen}
      isSingle
      isOptional={!labelling.required}
      atMost={1}
      shortestQuery={0}
      search={async (query) => matching(groups, query)}
      onChange={(next) => void set(next[0]?.value ?? null)}
    />
  );
}
