import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import type { ElementProps } from './element.js';
import type { TextInputElement as TextInput } from './element-schema.js';
import { useElementValue } from './use-element.js';

const PAUSE_MS = 250;

const INPUT_TYPES = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'text',
} as const;

export function TextInputElement({
  blockId,
  element,
  labelling,
  dispatches,
}: ElementProps<TextInput>): ReactNode {
  const { value, type, set } = useElementValue(blockId, element);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(pause.current), []);
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const onEnter = dispatches && triggers.includes('on_enter_pressed');
  const onCharacter = dispatches && triggers.includes('on_character_entered');
  const text = typeof value === 'string' ? value : '';

  const change = (next: string): void => {
    type(next);
    clearTimeout(pause.current);
    if (onCharacter) pause.current = setTimeout(() => void set(next === '' ? null : next), PAUSE_MS);
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || !onEnter) return;
    event.preventDefault();
    void set(text === '' ? null : text);
  };
  const common = {
    id: labelling.id,
    className: 'field',
    value: text,
    placeholder: element.placeholder?.text,
    autoComplete: 'off',
    'aria-label': labelling.name,
    'aria-describedby': labelling.describedBy,
    'aria-invalid': labelling.invalid,
    'aria-required': labelling.required,
    'data-autofocus': element.focus_on_load,
    onKeyDown: keyDown,
  };
  if (element.multiline) {
    return <textarea {...common} rows={3} onChange={(event) => change(event.target.value)} />;
  }
  return (
    <input
      {...common}
      type={INPUT_TYPES[element.type]}
      inputMode={element.type === 'number_input' ? 'decimal' : undefined}
      onChange={(event) => change(event.target.value)}
    />
  );
}
