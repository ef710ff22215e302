import { type ReactNode, useEffect, useRef } from 'react';
import { words } from '../words/words.js';
import type { Completion } from './completions.js';

/** What the text in the composer may become. */
export function CompletionList(props: {
  readonly id: string;
  readonly completions: readonly Completion[];
  readonly active: number;
  readonly onChoose: (completion: Completion) => void;
}): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[props.active]?.scrollIntoView({ block: 'nearest' });
  }, [props.active]);
  return (
    <div
      ref={list}
      className="completion-list"
      id={props.id}
      role="listbox"
      aria-label={words.workspace.composer.completions}
    >
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
