import type { ReactNode } from 'react';
import { words } from '../words/words.js';

/** Nothing that a bot sends is silently left out: what the page cannot draw says so. */
export function UnknownBlock({
  json,
  what,
}: {
  readonly json: unknown;
  readonly what: 'block' | 'element';
}): ReactNode {
  return (
    <details className="unknown-block">
      <summary>
        {words.block.cannotDraw[what]} <code>{typeOf(json)}</code>
      </summary>
      <pre>{JSON.stringify(json, null, 2)}</pre>
    </details>
  );
}

function typeOf(json: unknown): string {
  return typeof json === 'object' && json !== null && 'type' in json
    ? String(json.type)
    : words.block.withoutType;
}
