import type { ReactNode } from 'react';
import { SlackText } from '../text/slack-text.js';
import type { AlertBlock as Alert } from './block-schema.js';

const MARKS = { default: '•', info: 'ℹ', warning: '⚠', error: '✕', success: '✓' } as const;

export function AlertBlock({ block }: { readonly block: Alert }): ReactNode {
  return (
    <div className={`alert-block alert-${block.level}`} role="note">
      <span aria-hidden>{MARKS[block.level]}</span>
      <div>
        <SlackText text={block.text} />
      </div>
    </div>
  );
}
