import type { ReactNode } from 'react';
import { words } from '../words/words.js';
import { Icon } from './icon.js';

export interface Notice {
  readonly id: string;
  readonly text: string;
  readonly onDismiss: () => void;
}

/** What went wrong outside of messages and dialogs. */
export function Notices({ notices }: { readonly notices: readonly Notice[] }): ReactNode {
  return (
    <div className="notices" role="alert">
      {notices.map((notice) => (
        <div key={notice.id} className="notice">
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
      ))}
    </div>
  );
}
