import type { Overflow } from '@slack/types';
import type { ClientRecord } from '../../../core/model/client-record.js';
import { ClientId } from '../../../core/model/ids.js';
import { Problem } from '../../../core/problem.js';
import type { Button, Conversation } from '../../call/conversation.js';
import { deleteFace, extendFace, replaceFace, rotateFace, showFace } from '../../call/faces.js';
import type { Words } from '../../text/words.js';
import { optionOf } from '../../view/inputs.js';

const ID = 'client.menu.v1';

/** The entries of the menu, each with the button whose work it does. */
const ENTRIES = {
  show: showFace,
  extend: extendFace,
  rotate: rotateFace,
  replace: replaceFace,
  delete: deleteFace,
} as const;
type Entry = keyof typeof ENTRIES;

/** What can be done with a client, as a menu: it takes the room of one button. `replace`: for the person who has its secret. */
export function clientMenuElement(
  words: Words,
  { id, successor }: ClientRecord,
  { replace = false }: { readonly replace?: boolean } = {},
): Overflow {
  const texts: Readonly<Record<Entry, string>> = {
    show: words.list.show,
    extend: words.ends.button,
    rotate: words.rotation.button,
    replace: words.receipt.replace,
    delete: words.delete.button,
  };
  // Rotating or replacing a client that has a successor already would leave it with two.
  const isSucceeded = successor !== undefined;
  const offered: readonly Entry[] = [
    'show',
    'extend',
    ...(isSucceeded ? [] : (['rotate'] as const)),
    ...(replace && !isSucceeded ? (['replace'] as const) : []),
    'delete',
  ];
  return {
    type: 'overflow',
    action_id: ID,
    options: offered.map((entry) => optionOf({ value: `${entry}:${id}`, text: texts[entry] })),
  };
}

const isEntry = (text: string): text is Entry => Object.hasOwn(ENTRIES, text);

/** Does what the button of the chosen entry does, wherever that is defined. */
export function clientMenu(conversations: readonly Conversation[]): Conversation {
  const buttons = new Map<string, Button>(
    conversations.flatMap(({ buttons: own = [] }) => own.map((button) => [button.id, button] as const)),
  );
  return {
    buttons: [
      {
        id: ID,
        press(call, value = '', fields) {
          const [entry = '', client] = value.split(':');
          const id = ClientId.safeParse(client).data;
          const button = isEntry(entry) ? buttons.get(ENTRIES[entry].id) : undefined;
          if (button === undefined || id === undefined) throw new Problem({ kind: 'stale-interaction' });
          return button.press(call, JSON.stringify({ id }), fields);
        },
      },
    ],
  };
}
