import { type ReactNode, useEffect, useRef } from 'react';
import type { Listed } from './listed.js';
/** What typed text may become, or lead to. */
export function CompletionList<Item extends Listed>(props: {
  readonly id: string;
  readonly name: string;
  readonly completions: readonly Item[];
  readonly active: number;
  readonly onChoose: (completion: Item) => void;
}): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[props.active]?.scrollIntoView({ block: 'nearest' });
  }, [props.active]);
  return (
    <div ref={list} className="completion-list" id={props.id} role="listbox" aria-label={props.name}>
      {props.completions.map((completion, index) => (
        <div
          key={completion.key}
          id={`${props.id}-${index}`}
          role="option"
          aria-selected={index === props.active}
          className={index === props.active ? 'option option-active' : 'option'}
          onMouseDown={(event) => {
            event.preventDefault();
            props.onChoose(completion);
          }}
        >
          <span>
            <strong>{completion.title}</strong> {completion.hint}
          </span>
          <small>{completion.about}</small>
        </div>
      ))}
    </div>
  );
}
