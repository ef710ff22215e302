import type { ReactNode } from 'react';
import type { Confirm } from '../element/element-schema.js';
import { SlackText } from '../text/slack-text.js';
import { Dialog } from './dialog.js';

export function ConfirmDialog({
  confirm,
  onAnswer,
}: {
  readonly confirm: Confirm;
  readonly onAnswer: (confirmed: boolean) => void;
}): ReactNode {
  return (
    <Dialog title={confirm.title.text} size="question" onEscape={() => onAnswer(false)}>
      <div className="dialog-body">
        <SlackText text={confirm.text} />
      </div>
      <footer className="dialog-foot">
        <button type="button" className="button" data-autofocus onClick={() => onAnswer(false)}>
          {confirm.deny.text}
        </button>
        <button
          type="button"
          className={`button button-${confirm.style ?? 'primary'}`}
          onClick={() => onAnswer(true)}
        >
          {confirm.confirm.text}
        </button>
      </footer>
    </Dialog>
  );
}
