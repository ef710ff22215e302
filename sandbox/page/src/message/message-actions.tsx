import { type ReactNode, type RefObject, useState } from 'react';
import type { WireMessage } from '../../../slack/wire/wire.js';
import { Dialog } from '../view/dialog.js';
import { words } from '../words/words.js';
import { Icon } from '../widget/icon.js';

const says = words.workspace.messageActions;

/** What can be done with a message, while one points at it or is in it. */
export function MessageActions({
  message,
  body,
}: {
  readonly message: WireMessage;
  readonly body: RefObject<HTMLElement | null>;
}): ReactNode {
  const [isCopied, setCopied] = useState(false);
  const [showsJson, setShowsJson] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(body.current?.innerText ?? message.text);
    setCopied(true);
  };
  return (
    <>
      <div className="message-actions" onMouseLeave={() => setCopied(false)}>
        <button
          type="button"
          className="icon-button"
          title={says.copy}
          aria-label={isCopied ? words.block.copied : says.copy}
          onClick={() => void copy()}
        >
          <Icon name={isCopied ? 'tick' : 'copy'} />
        </button>
        <button
          type="button"
          className="icon-button"
          title={says.json}
          aria-label={says.json}
          onClick={() => setShowsJson(true)}
        >
          <Icon name="braces" />
        </button>
      </div>
      {showsJson && (
        <Dialog
          title={says.json}
          size="form"
          onEscape={() => setShowsJson(false)}
          onDismiss={() => setShowsJson(false)}
        >
          <div className="dialog-body">
            <pre className="message-json" tabIndex={0}>
              {JSON.stringify({ text: message.text, blocks: message.blocks }, null, 2)}
            </pre>
          </div>
        </Dialog>
      )}
    </>
  );
}
