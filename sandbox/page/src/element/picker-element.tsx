import type { ReactNode } from 'react';
import { useDirectory } from '../directory-context.js';
import { localTime, secondsOf } from '../text/zoned-time.js';
import type { ElementProps } from './element.js';
import type { PickerElement as Picker } from './element-schema.js';
import { useElementValue } from './use-element.js';

const INPUT_TYPES = { datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local' } as const;

/** A date, a time, or both in the person's own zone, with the browser's own picker. */
export function PickerElement({ blockId, element, labelling }: ElementProps<Picker>): ReactNode {
  const { tz } = useDirectory().me;
  const { value, set } = useElementValue(blockId, element);
  const isMoment = element.type === 'datetimepicker';
  const text = typeof value !== 'string' ? '' : isMoment ? localTime(Number(value), tz) : value;
  const change = (typed: string): void => {
    if (typed === '') void set(null);
    else void set(isMoment ? String(secondsOf(typed, tz)) : typed);
  };
  return (
    <input
      id={labelling.id}
      className="field field-short"
      type={INPUT_TYPES[element.type]}
      value={text}
      aria-label={labelling.name}
      aria-describedby={labelling.describedBy}
      aria-invalid={labelling.invalid}
      aria-required={labelling.required}
      data-autofocus={element.focus_on_load}
      onChange={(event) => change(event.target.value)}
    />
  );
}
