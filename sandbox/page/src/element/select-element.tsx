import type { ReactNode } from 'react';
import type { WireOption } from '../../../slack/wire/wire.js';
import { useSandbox } from '../sandbox-context.js';
import { withEmoji } from '../text/emoji.js';
import { words } from '../words/words.js';
import type { ElementProps } from './element.js';
import type { SingleSelectElement } from './element-schema.js';
import { wireOption } from './initial-value.js';
import { useElementValue } from './use-element.js';
import { workspaceOptions } from './workspace-options.js';

/** One choice from a known list. */
export function SelectElement({ blockId, element, labelling }: ElementProps<SingleSelectElement>): ReactNode {
  const { snapshot } = useSandbox();
  const { value, set } = useElementValue(blockId, element);
  const options =
    element.type === 'static_select'
      ? element.options.map(wireOption)
      : workspaceOptions(element.type, element.filter, snapshot);
  const groups = element.type === 'static_select' ? element.option_groups : [];
  return (
    <select
      id={labelling.id}
      className="field select"
      value={typeof value === 'string' ? value : ''}
      aria-label={labelling.name}
      aria-describedby={labelling.describedBy}
      aria-invalid={labelling.invalid}
      aria-required={labelling.required}
      data-autofocus={element.focus_on_load}
      onChange={(event) => void set(event.target.value === '' ? null : event.target.value)}
    >
      <option value="">{element.placeholder?.text ?? words.block.choose}</option>
      <Options options={options} />
      {groups.map((group) => (
        <optgroup key={group.label.text} label={group.label.text}>
          <Options options={group.options.map(wireOption)} />
        </optgroup>
      ))}
    </select>
  );
}

function Options({ options }: { readonly options: readonly WireOption[] }): ReactNode {
  return options.map((option) => (
    <option key={option.value} value={option.value}>
      {withEmoji(option.text)}
      {option.description === undefined ? '' : ` (${option.description})`}
    </option>
  ));
}
