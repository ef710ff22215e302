import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Icon } from '../workspace/icon.js';

const FIELDS = 'input:not([type=hidden]), select, textarea';

/** A dialog named by its title. What it covers is made inert by its owner; its focus goes back when it closes. */
export function Dialog(props: {
  readonly title: string;
  readonly size: 'form' | 'question';
  /** Changes when what stands in the dialog does. */
  readonly revision?: string;
  readonly onEscape: () => void;
  /** The X, for dialogs that have one. */
  readonly onDismiss?: () => void;
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
  return (
    <div className="dialog-backdrop">
      <div
        ref={dialog}
        className={`dialog dialog-${props.size}`}
        role="dialog"
        aria-modal="true"
        aria-labelledby={titleId}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key === 'Escape') props.onEscape();
        }}
      >
        <header className="dialog-head">
          <h2 id={titleId}>{props.title}</h2>
          {props.onDismiss && (
            <button type="button" className="icon-button" aria-label="Dismiss" onClick={props.onDismiss}>
              <Icon name="cross" />
            </button>
          )}
        </header>
        {props.children}
      </div>
    </div>
  );
}
