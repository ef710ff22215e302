import type { ReactNode } from 'react';
import type { Snapshot } from '../../../slack/wire.js';

/** The slash commands that begin as the person has begun to type. */
export function CommandList(props: {
  readonly id: string;
  readonly commands: Snapshot['commands'];
  readonly active: number;
  readonly onChoose: (command: string) => void;
}): ReactNode {
  return (
    <div className="command-list" id={props.id} role="listbox" aria-label="Commands">
      {props.commands.map((command, index) => (
        <div
          key={command.command}
          id={`${props.id}-${index}`}
          role="option"
          aria-selected={index === props.active}
          className={index === props.active ? 'option option-active' : 'option'}
          onMouseDown={(event) => {
            event.preventDefault();
            props.onChoose(command.command);
          }}
        >
          <span>
            <strong>{command.command}</strong> {command.usageHint}
          </span>
          <small>{command.description}</small>
        </div>
      ))}
    </div>
  );
}
