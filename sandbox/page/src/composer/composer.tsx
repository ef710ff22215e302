import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useSandbox } from '../sandbox-context.js';
import { words } from '../words/words.js';
import { CompletionList } from './completion-list.js';
import { type Completion, completionsFor, isTyped } from './completions.js';
import { Icon } from '../widget/icon.js';
import { Menu } from '../widget/menu.js';

/** Where there is none, focus would open one on the screen. */
const HAS_KEYBOARD = window.matchMedia('(hover: hover) and (pointer: fine)');
const says = words.workspace.composer;

/** The input for an ordinary message, or a slash command with its completion. */
export function Composer(props: {
  readonly channelId: string;
  readonly title: string;
  /** A form lies over the conversation. */
  readonly isCovered: boolean;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** What the person sent last, which the arrow up brings back. */
  readonly lastSent: string;
  readonly onSent: (text: string) => void;
}): ReactNode {
  const { snapshot, act } = useSandbox();
  const { text, onText, channelId } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(text.length);
  const [active, setActive] = useState(0);
  const [isClosed, setClosed] = useState(false);
  const [waiting, setWaiting] = useState(0);
  const listId = useId();
  const typed = text.slice(0, caret);
  const offered = isClosed ? [] : completionsFor(typed, snapshot);
  const command = snapshot.commands.find((one) => text.startsWith(`${one.command} `));

  useEffect(() => {
    if (!props.isCovered && HAS_KEYBOARD.matches) field.current?.focus();
    // When the conversation opens, and when a form that lay over it closes.
  }, [props.isCovered]);

  const send = async (): Promise<void> => {
    const sent = text.trim();
    if (sent === '') return;
    onText('');
    props.onSent(sent);
    setWaiting((count) => count + 1);
    const answer = await act({ act: sent.startsWith('/') ? 'command' : 'say', channelId, text: sent });
    setWaiting((count) => count - 1);
    if (!answer) onText(sent);
  };
  const bringBack = (sent: string): void => {
    onText(sent);
    setCaret(sent.length);
    // What is offered at its end would be in the way of editing it.
    setClosed(true);
    requestAnimationFrame(() => field.current?.setSelectionRange(sent.length, sent.length));
  };
  const complete = ({ becomes }: Completion): void => {
    setActive(0);
    if (becomes.kind === 'shortcut') {
      onText('');
      void act({ act: 'shortcut', callbackId: becomes.callbackId });
      return;
    }
    const before = text.slice(0, becomes.from) + becomes.text;
    onText(before + text.slice(caret));
    setCaret(before.length);
    requestAnimationFrame(() => field.current?.setSelectionRange(before.length, before.length));
  };
  const keyDown = (event: KeyboardEvent): void => {
    const choice = offered[active % Math.max(offered.length, 1)];
    if (event.key === 'ArrowUp' && text === '' && props.lastSent !== '') {
      event.preventDefault();
      bringBack(props.lastSent);
    } else if (choice && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      setActive((active + (event.key === 'ArrowDown' ? 1 : -1) + offered.length) % offered.length);
    } else if (choice && event.key === 'Escape') {
      setClosed(true);
    } else if (choice && (event.key === 'Tab' || (event.key === 'Enter' && !isTyped(typed, choice)))) {
      event.preventDefault();
      complete(choice);
    } else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void send();
    }
  };
  return (
    <div className="composer" aria-busy={waiting > 0}>
      {offered.length > 0 && (
        <CompletionList
          id={listId}
          name={says.completions}
          completions={offered}
          active={active % offered.length}
          onChoose={complete}
        />
      )}
      <textarea
        ref={field}
        aria-label={says.name}
        aria-autocomplete="list"
        aria-controls={offered.length > 0 ? listId : undefined}
        aria-activedescendant={offered.length > 0 ? `${listId}-${active % offered.length}` : undefined}
        placeholder={says.placeholder(props.title)}
        rows={Math.min(8, text.split('\n').length)}
        value={text}
        onChange={(event) => {
          onText(event.target.value);
          setCaret(event.target.selectionStart);
          setClosed(false);
          setActive(0);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onBlur={() => setClosed(true)}
        onKeyDown={keyDown}
      />
      <div className="composer-foot">
        {snapshot.shortcuts.length > 0 && (
          <Menu
            name={says.shortcuts}
            face={<Icon name="bolt" />}
            items={snapshot.shortcuts.map((shortcut) => ({
              key: shortcut.callbackId,
              text: shortcut.name,
              onChoose: () => void act({ act: 'shortcut', callbackId: shortcut.callbackId }),
            }))}
          />
        )}
        <span className="composer-hint" role="status">
          {waiting > 0 ? says.waiting : command ? `${command.command} ${command.usageHint}` : says.hint}
        </span>
        <button
          type="button"
          className="icon-button composer-send"
          aria-label={says.send}
          disabled={text.trim() === ''}
          onClick={() => void send()}
        >
          <Icon name="send" />
        </button>
      </div>
    </div>
  );
}
