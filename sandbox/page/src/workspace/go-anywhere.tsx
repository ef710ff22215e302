import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import type { WirePerson } from '../../../slack/wire/wire.js';
import { useSandbox } from '../sandbox-context.js';
import { useShell } from '../shell-context.js';
import { Dialog } from '../view/dialog.js';
import { words } from '../words/words.js';
import { CompletionList } from '../composer/completion-list.js';
import { identityOf, teamOf } from '../location/identity.js';
import type { Listed } from '../composer/listed.js';
import { standingOf } from '../bar/standing.js';

interface Destination extends Listed {
  readonly go: () => void;
}

const says = words.workspace.goAnywhere;

/** Opened by Ctrl+K, or by ⌘K: leads to any channel, person or panel by some letters of its name. */
export function GoAnywhere({ people }: { readonly people: readonly WirePerson[] }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const isCovered = useSandbox().snapshot.modals.length > 0;
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || isCovered) return;
      event.preventDefault();
      setOpen((before) => !before);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [isCovered]);
  return isOpen && <Search people={people} onClose={() => setOpen(false)} />;
}

function Search({
  people,
  onClose,
}: {
  readonly people: readonly WirePerson[];
  readonly onClose: () => void;
}): ReactNode {
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const wanted = typed.trim().toLowerCase().replace(/^[#@]/, '');
  const found = useDestinations(people).filter(({ title }) => title.toLowerCase().includes(wanted));
  const at = active % Math.max(found.length, 1);
  const choose = (destination: Destination | undefined): void => {
    if (!destination) return;
    onClose();
    destination.go();
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      // Otherwise the message field, which gets the focus, would get a line break.
      event.preventDefault();
      choose(found[at]);
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    setActive((at + step + found.length) % Math.max(found.length, 1));
  };
  return (
    <Dialog title={says.title} size="question" onEscape={onClose} onDismiss={onClose}>
      <div className="dialog-body go-anywhere">
        <input
          className="field"
          role="combobox"
          aria-label={says.title}
          aria-expanded
          aria-autocomplete="list"
          aria-controls={listId}
          aria-activedescendant={found.length > 0 ? `${listId}-${at}` : undefined}
          placeholder={says.placeholder}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
          }}
          onKeyDown={keyDown}
        />
        {found.length === 0 && <p className="combobox-hint">{words.block.nothingFound}</p>}
        <CompletionList id={listId} name={says.title} completions={found} active={at} onChoose={choose} />
      </div>
    </Dialog>
  );
}

function useDestinations(people: readonly WirePerson[]): readonly Destination[] {
  const { snapshot } = useSandbox();
  const { go, location, showPanel } = useShell();
  const team = teamOf(location.as);
  const as = identityOf(team, snapshot.me.key);
  const open = (channel: string, tab: 'home' | 'messages' = 'messages'): void =>
    go({ as, place: { channel, tab } });
  return [
    ...snapshot.channels
      .filter(({ id }) => id !== snapshot.dmId)
      .map(({ name, kind }) => ({
        key: `channel ${name}`,
        title: kind === 'dm' ? name : `#${name}`,
        hint: '',
        about: '',
        go: () => open(name),
      })),
    { key: 'dm', title: snapshot.app.name, hint: '', about: says.messages, go: () => open('dm') },
    { key: 'home', title: says.home, hint: '', about: snapshot.app.name, go: () => open('dm', 'home') },
    ...people
      .filter(({ key, isBot, isDeactivated }) => !isBot && !isDeactivated && key !== snapshot.me.key)
      .map((person) => ({
        key: `person ${person.key}`,
        title: says.actAs(person.realName),
        hint: '',
        about: standingOf(person),
        go: () => go({ ...location, as: identityOf(team, person.key) }),
      })),
    { key: 'trial', title: words.trial.title, hint: '', about: '', go: () => showPanel('trial') },
    { key: 'below', title: words.underneath.title, hint: '', about: '', go: () => showPanel('underneath') },
  ];
}
