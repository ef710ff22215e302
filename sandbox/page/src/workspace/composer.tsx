import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { useSandbox } from '../sandbox-context.js';
import { CommandList } from './command-list.js';
import { Icon } from './icon.js';
import { Menu } from './menu.js';

/** Where one writes: an ordinary message, or a slash command with its completion. */
export function Composer(props: {
  readonly channelId: string;
  readonly title: string;
  readonly text: string;
  readonly onText: (text: string) => void;
}): ReactNode {
  const { snapshot, act } = useSandbox();
  const { text, onText, channelId } = props;
  const [active, setActive] = useState(0);
  const [isClosed, setClosed] = useState(false);
  const listId = useId();
  const offered =
    isClosed || !/^\/\S*$/.test(text)
      ? []
      : snapshot.commands.filter((command) => command.command.startsWith(text));
  const typed = snapshot.commands.find((command) => text.startsWith(`${command.command} `));

  const send = async (): Promise<void> => {
    const sent = text.trim();
    if (sent === '') return;
    onText('');
    const answer = await act({ act: sent.startsWith('/') ? 'command' : 'say', channelId, text: sent });
    if (!answer) onText(sent);
  };
  const complete = (command: string): void => {
    onText(`${command} `);
    setActive(0);
  };
  const keyDown = (event: KeyboardEvent): void => {
    const choice = offered[active % Math.max(offered.length, 1)];
    if (choice && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      setActive((active + (event.key === 'ArrowDown' ? 1 : -1) + offered.length) % offered.length);
    } else if (choice && event.key === 'Escape') {
      setClosed(true);
    } else if (choice && (event.key === 'Tab' || (event.key === 'Enter' && choice.command !== text))) {
      event.preventDefault();
      complete(choice.command);
    } else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void send();
    }
  };
  return (
    <div className="composer">
      {offered.length > 0 && (
        <CommandList id={listId} commands={offered} active={active} onChoose={complete} />
      )}
      <textarea
        aria-label="Message"
        aria-autocomplete="list"
        aria-controls={offered.length > 0 ? listId : undefined}
        aria-activedescendant={offered.length > 0 ? `${listId}-${active}` : undefined}
        placeholder={`Message ${props.title}`}
        rows={Math.min(8, text.split('\n').length)}
        value={text}
        onChange={(event) => {
          onText(event.target.value);
          setClosed(false);
        }}
        onKeyDown={keyDown}
      />
      <div className="composer-foot">
        {snapshot.shortcuts.length > 0 && (
          <Menu
            name="Shortcuts"
            face={<Icon name="bolt" />}
            items={snapshot.shortcuts.map((shortcut) => ({
              key: shortcut.callbackId,
              text: shortcut.name,
              onChoose: () => void act({ act: 'shortcut', callbackId: shortcut.callbackId }),
            }))}
          />
        )}
        <span className="composer-hint">
          {typed ? `${typed.command} ${typed.usageHint}` : 'Type / for commands'}
        </span>
        <button
          type="button"
          className="icon-button composer-send"
          aria-label="Send"
          disabled={text.trim() === ''}
          onClick={() => void send()}
        >
          <Icon name="send" />
        </button>
      </div>
    </div>
  );
}
