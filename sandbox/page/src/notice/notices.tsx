import { type ReactNode, useEffect, useRef, useState } from 'react';
import { words } from '../words/words.js';
import { Icon } from '../widget/icon.js';

export interface Notice {
  readonly id: string;
  readonly text: string;
  readonly onDismiss: () => void;
}

/** Long enough to read two sentences twice. */
const SHOWN_MS = 12_000;
/** As long as the style sheet takes to fade one out. */
const FADES_MS = 300;

/** What went wrong outside of messages and dialogs; each fades by itself, unless somebody is at it. */
export function Notices({ notices }: { readonly notices: readonly Notice[] }): ReactNode {
  return (
    // A log: a screen reader reads what is added, and not again what stands there.
    <div className="notices" role="log" aria-live="assertive" aria-label={words.workspace.notice.name}>
      {notices.map((notice) => (
        <OneNotice key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function OneNotice({ notice }: { readonly notice: Notice }): ReactNode {
  const [isHeld, setHeld] = useState(false);
  const [fades, setFades] = useState(false);
  const dismiss = useRef(notice.onDismiss);
  dismiss.current = notice.onDismiss;
  useEffect(() => {
    if (isHeld) return;
    const fading = setTimeout(() => setFades(true), SHOWN_MS - FADES_MS);
    const going = setTimeout(() => dismiss.current(), SHOWN_MS);
    return () => {
      clearTimeout(fading);
      clearTimeout(going);
      setFades(false);
    };
  }, [isHeld]);
  return (
    <div
      className={fades ? 'notice notice-fades' : 'notice'}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p>{notice.text}</p>
      <button
        type="button"
        className="icon-button"
        aria-label={words.workspace.notice.dismiss}
        onClick={notice.onDismiss}
      >
        <Icon name="cross" />
      </button>
    </div>
  );
}
