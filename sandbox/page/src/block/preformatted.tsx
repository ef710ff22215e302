import { type ReactNode, useEffect, useState } from 'react';
import { words } from '../words/words.js';
import { Icon } from '../widget/icon.js';

const SHOWN_MS = 2000;

/** Text exactly as it is, with a button that copies it. */
export function Preformatted({ text }: { readonly text: string }): ReactNode {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const name = isCopied ? words.block.copied : words.block.copy;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <div className="preformatted">
      <pre>{text}</pre>
      <button
        type="button"
        className="icon-button"
        aria-label={name}
        title={name}
        onClick={() => void copy()}
      >
        <Icon name={isCopied ? 'tick' : 'copy'} />
      </button>
    </div>
  );
}
