import { type ReactNode, useEffect } from 'react';
import type { WireOption, WireOptionGroup } from '../../../slack/wire/wire.js';
import { words } from '../words/words.js';
import { withEmoji } from '../text/emoji.js';

/** The options under a combobox; `groups` is `undefined` while they are being looked for. */
export function ComboboxList(props: {
  readonly id: string;
  readonly groups: readonly WireOptionGroup[] | undefined;
  readonly active: number;
  readonly chosen: readonly WireOption[];
  readonly hint: string | undefined;
  readonly onChoose: (option: WireOption) => void;
}): ReactNode {
  const { id, groups, hint } = props;
  const filled = (groups ?? []).filter((group) => group.options.length > 0);
  const all = filled.flatMap((group) => group.options);
  const activeId = `${id}-${props.active}`;
  useEffect(() => {
    document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId, groups]);
  return (
    // Pressing the mouse here must not take the focus from the field, which closes the list.
    <div className="combobox-list" onMouseDown={(event) => event.preventDefault()}>
      {hint !== undefined && <p className="combobox-hint">{hint}</p>}
      {hint === undefined && !groups && <p className="combobox-hint">{words.block.searching}</p>}
      {groups && all.length === 0 && <p className="combobox-hint">{words.block.nothingFound}</p>}
      <div id={id} role="listbox">
        {filled.map((group) => (
          <div key={group.label} role="group" aria-label={group.label || undefined}>
            {group.label !== '' && <p className="combobox-group">{group.label}</p>}
            {group.options.map((option) => (
              <div
                key={option.value}
                id={`${id}-${all.indexOf(option)}`}
                role="option"
                aria-selected={props.chosen.some((one) => one.value === option.value)}
                className={all.indexOf(option) === props.active ? 'option option-active' : 'option'}
                onClick={() => props.onChoose(option)}
              >
                {withEmoji(option.text)}
                {option.description !== undefined && <small>{option.description}</small>}
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
