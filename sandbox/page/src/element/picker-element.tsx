import type { ReactNode } from 'react';
import type { ElementProps } from './element.js';
import type { PickerElement as Picker } from './element-schema.js';
import { useElementValue } from './use-element.js';

/** A date or a time, with the browser's own picker. */
export function PickerElement({ blockId, element, labelling }: ElementProps<Picker>): ReactNode {
  const { value, set } = useElementValue(blockId, element);
  return (
    <input
      id={labelling.id}
      className="field field-short"
      type={element.type === 'datepicker' ? 'date' : 'time'}
      value={typeof value === 'string' ? value : ''}
      aria-label={labelling.name}
      aria-describedby={labelling.describedBy}
      aria-invalid={labelling.invalid}
      aria-required={labelling.required}
      data-autofocus={element.focus_on_load}
      onChange={(event) => void set(event.target.value === '' ? null : event.target.value)}
    />
  );
}
