import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { words } from '../words/words.js';
import { Icon } from '../widget/icon.js';

const FIELDS = 'input:not([type=hidden]), select, textarea';
const FOCUSABLE = `:is(${FIELDS}, button, a[href], [tabindex="0"]):not(:disabled)`;
const says = words.block.dialog;

/** A dialog named by its title. It keeps the focus, and gives it back when it closes. */
export function Dialog(props: {
  readonly title: string;
  readonly size: 'form' | 'question';
  /** Changes when what stands in the dialog does. */
  readonly revision?: string;
  readonly onEscape: () => void;
  /** The X, for dialogs that have one. */
  readonly onDismiss?: () => void;
  /** The arrow back to the dialog beneath, where there is one. */
  readonly onBack?: (() => void) | undefined;
  readonly children: ReactNode;
}): ReactNode {
  const titleId = useId();
  const dialog = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => {
    const here = dialog.current;
    const hasFocusInside = here !== document.activeElement && here?.contains(document.activeElement);
    // A form that takes the place of "loading…" gets the focus; one in which somebody types keeps it.
    if (hasFocusInside) return;
    const first =
      here?.querySelector<HTMLElement>('[data-autofocus=true]') ?? here?.querySelector<HTMLElement>(FIELDS);
    (first ?? here)?.focus();
  }, [props.revision]);
  const escape = useRef(props.onEscape);
  escape.current = props.onEscape;
  useEffect(() => {
    // A click beside the dialog closes it too.
    const fromNowhere = (event: globalThis.KeyboardEvent): void => {
      if (event.key === 'Escape' && event.target === document.body) escape.current();
    };
    document.addEventListener('keydown', fromNowhere);
    return () => document.removeEventListener('keydown', fromNowhere);
  }, []);
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') props.onEscape();
    if (event.key === 'Tab' && dialog.current) stayInside(dialog.current, event);
  };
  return (
    <div className="dialog-backdrop">
      <div
        ref={dialog}
        className={`dialog dialog-${props.size}`}
        role="dialog"
        aria-modal="true"
        aria-labelledby={titleId}
        tabIndex={-1}
        onKeyDown={keyDown}
      >
        <header className="dialog-head">
          {props.onBack && (
            <button type="button" className="icon-button" aria-label={says.back} onClick={props.onBack}>
              <Icon name="back" />
            </button>
          )}
          <h2 id={titleId}>{props.title}</h2>
          {props.onDismiss && (
            <button type="button" className="icon-button" aria-label={says.dismiss} onClick={props.onDismiss}>
              <Icon name="cross" />
            </button>
          )}
        </header>
        {props.children}
      </div>
    </div>
  );
}

/** From the last to the first, and back. */
function stayInside(dialog: HTMLElement, event: KeyboardEvent): void {
  const all = [...dialog.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const [first, last] = [all[0], all.at(-1)];
  const isAt = (end: HTMLElement | undefined): boolean =>
    document.activeElement === end || document.activeElement === dialog;
  const target = event.shiftKey ? (isAt(first) ? last : undefined) : isAt(last) ? first : undefined;
  if (!target) return;
  event.preventDefault();
  target.focus();
}
