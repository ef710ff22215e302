import type { ReactNode } from 'react';
import type { TextObject } from '../element/text-object.js';
import { withEmoji } from './emoji.js';
import { MrkdwnText } from './mrkdwn-text.js';

/** A text object, plain or mrkdwn. */
export function SlackText({ text }: { readonly text: TextObject }): ReactNode {
  if (text.type === 'mrkdwn') return <MrkdwnText source={text.text} />;
  return <span className="lines">{text.emoji ? withEmoji(text.text) : text.text}</span>;
}
