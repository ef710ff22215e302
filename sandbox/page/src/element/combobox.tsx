import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { WireOption, WireOptionGroup } from '../../../slack/wire/wire.js';
import { words } from '../words/words.js';
import { withEmoji } from '../text/emoji.js';
import { ComboboxList } from './combobox-list.js';
import type { Labelling } from './element.js';

const PAUSE_MS = 150;

/** A field in which one types to find options; chosen ones of several stand as chips before it. */
export function Combobox(props: {
  readonly labelling: Labelling;
  readonly placeholder: string;
  readonly focusOnLoad: boolean;
  readonly chosen: readonly WireOption[];
  readonly isSingle: boolean;
  /** The one choice can be taken back. */
  readonly isOptional: boolean;
  readonly atMost: number | undefined;
  readonly shortestQuery: number;
  readonly search: (query: string) => Promise<readonly WireOptionGroup[]>;
  readonly onChange: (chosen: readonly WireOption[]) => void;
}): ReactNode {
  const { labelling, chosen, isSingle } = props;
  const [query, setQuery] = useState<string>();
  const [groups, setGroups] = useState<readonly WireOptionGroup[]>();
  const [active, setActive] = useState(0);
  const latest = useRef(props.search);
  latest.current = props.search;
  const listId = `${labelling.id}-options`;
  const isOpen = query !== undefined;
  const isLongEnough = (query ?? '').length >= props.shortestQuery;
  const offered = (groups ?? []).flatMap((group) => group.options);

  useEffect(() => {
    if (query === undefined || !isLongEnough) return setGroups(undefined);
    let isCurrent = true;
    const look = async (): Promise<void> => {
      const found = await latest.current(query);
      if (!isCurrent) return;
      setGroups(found);
      setActive(0);
    };
    const pause = setTimeout(() => void look(), PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(pause);
    };
  }, [query, isLongEnough]);

  const choose = (option: WireOption): void => {
    const others = chosen.filter((one) => one.value !== option.value);
    if (isSingle) props.onChange([option]);
    else if (others.length < chosen.length) props.onChange(others);
    else if (chosen.length < (props.atMost ?? Infinity)) props.onChange([...chosen, option]);
    setQuery(isSingle ? undefined : '');
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Backspace' && !query && !isSingle) return props.onChange(chosen.slice(0, -1));
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!isOpen) setQuery('');
      const step = event.key === 'ArrowDown' ? 1 : -1;
      return setActive((active + step + offered.length) % Math.max(offered.length, 1));
    }
    if (event.key === 'Enter' && isOpen) {
      event.preventDefault();
      const option = offered[active];
      if (option) choose(option);
    }
    if (event.key === 'Escape' && isOpen) {
      event.stopPropagation();
      setQuery(undefined);
    }
  };
  return (
    <div className="combobox">
      {!isSingle &&
        chosen.map((option) => (
          <button
            key={option.value}
            type="button"
            className="chip"
            aria-label={words.block.remove(option.text)}
            onClick={() => props.onChange(chosen.filter((one) => one.value !== option.value))}
          >
            {withEmoji(option.text)} <span aria-hidden>×</span>
          </button>
        ))}
      <input
        id={labelling.id}
        className={isSingle ? 'field select' : 'field'}
        role="combobox"
        autoComplete="off"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-activedescendant={isOpen && offered.length > 0 ? `${listId}-${active}` : undefined}
        aria-label={labelling.name}
        aria-describedby={labelling.describedBy}
        aria-invalid={labelling.invalid}
        aria-required={labelling.required}
        data-autofocus={props.focusOnLoad}
        placeholder={props.placeholder}
        value={query ?? (isSingle && chosen[0] ? withEmoji(chosen[0].text) : '')}
        onFocus={(event) => event.target.select()}
        onClick={() => setQuery(query ?? '')}
        onBlur={() => setQuery(undefined)}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={keyDown}
      />
      {isSingle && props.isOptional && chosen.length > 0 && (
        <button type="button" className="combobox-clear" onClick={() => props.onChange([])}>
          <span className="visually-hidden">{words.block.clearChoice}</span>
          <span aria-hidden>×</span>
        </button>
      )}
      {isOpen && (
        <ComboboxList
          id={listId}
          groups={groups}
          active={active}
          chosen={chosen}
          hint={isLongEnough ? undefined : words.block.moreToType(props.shortestQuery)}
          onChoose={choose}
        />
      )}
    </div>
  );
}
