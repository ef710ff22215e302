import type { ReactNode } from 'react';
import { SlackText } from '../text/slack-text.js';
import type { ElementProps } from './element.js';
import type { CheckboxesElement, RadioButtonsElement } from './element-schema.js';
import { useElementValue } from './use-element.js';

/** Checkboxes or radio buttons: all options in sight. */
export function ChoiceElement({
  blockId,
  element,
  labelling,
}: ElementProps<CheckboxesElement | RadioButtonsElement>): ReactNode {
  const { value, set } = useElementValue(blockId, element);
  const isRadio = element.type === 'radio_buttons';
  const chosen = value === null ? [] : typeof value === 'string' ? [value] : value;
  const toggle = (option: string): void => {
    if (isRadio) void set(option);
    else void set(chosen.includes(option) ? chosen.filter((one) => one !== option) : [...chosen, option]);
  };
  return (
    <div
      className="choices"
      role={isRadio ? 'radiogroup' : 'group'}
      aria-label={labelling.name}
      aria-labelledby={labelling.labelId}
      aria-describedby={labelling.describedBy}
    >
      {element.options.map((option) => (
        <label key={option.value} className="choice">
          <input
            type={isRadio ? 'radio' : 'checkbox'}
            name={labelling.id}
            checked={chosen.includes(option.value)}
            aria-invalid={labelling.invalid}
            onChange={() => toggle(option.value)}
          />
          <span>
            <SlackText text={option.text} />
            {option.description && (
              <small>
                <SlackText text={option.description} />
              </small>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}
