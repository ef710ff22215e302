import { z } from 'zod';
import type {
  Act,
  ActResult,
  Place,
  Snapshot,
  WireBlock,
  WireView,
} from '../../../sandbox/slack/wire/wire.js';

const Result = z.custom<ActResult>(
  (value) => z.object({ ok: z.boolean(), status: z.number() }).safeParse(value).success,
);
const Shown = z.custom<Snapshot>(
  (value) =>
    z.object({ channels: z.array(z.unknown()), modals: z.array(z.unknown()) }).safeParse(value).success,
);

/** One person at the page's side of the sandbox: what is on the screen, and acts in it by id. */
export class Screen {
  readonly #url: string;
  readonly who: string;

  constructor(url: string, who: string) {
    this.#url = url;
    this.who = who;
  }

  async look(): Promise<Snapshot> {
    const leaving = new AbortController();
    const answer = await fetch(`${this.#url}/sandbox/stream?as=${this.who}`, { signal: leaving.signal });
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.includes('\n\n')) break;
    }
    leaving.abort();
    return Shown.parse(JSON.parse(text.slice('data: '.length, text.indexOf('\n\n'))));
  }

  /** `undefined` for what the person could not have done: a button that is gone meanwhile. */
  async act(act: Act): Promise<ActResult | undefined> {
    const answer = await fetch(`${this.#url}/sandbox/act`, {
      method: 'POST',
      body: JSON.stringify({ as: this.who, ...act }),
    });
    const body: unknown = await answer.json();
    return answer.status === 400 ? undefined : Result.parse(body);
  }
}

const Pressable = z.looseObject({
  type: z.string(),
  action_id: z.string(),
  text: z.object({ text: z.string() }).optional(),
  options: z.array(z.object({ text: z.object({ text: z.string() }), value: z.string() })).optional(),
});

/** Something to press. */
export interface Button {
  readonly place: Place;
  readonly blockId: string;
  readonly actionId: string;
  readonly label: string;
  /** The text of a menu's entry. */
  readonly value: string | undefined;
}

/** Buttons, and the entries of overflow menus, in blocks and everything below them. */
export function buttonsIn(place: Place, blocks: readonly WireBlock[]): readonly Button[] {
  return blocks.flatMap((block) => {
    const of: Button[] = [];
    const search = (value: unknown): void => {
      if (Array.isArray(value)) return value.forEach(search);
      if (typeof value !== 'object' || value === null) return;
      const { data } = Pressable.safeParse(value);
      const at = { place, blockId: block.block_id, actionId: data?.action_id ?? '' };
      if (data?.type === 'button') of.push({ ...at, label: data.text?.text ?? '', value: undefined });
      else if (data?.type === 'overflow')
        for (const { text, value: picked } of data.options ?? [])
          of.push({ ...at, label: text.text, value: picked });
      else Object.values(value).forEach(search);
    };
    search(block);
    return of;
  });
}

const Field = z.object({
  block_id: z.string(),
  element: z.looseObject({
    type: z.string(),
    action_id: z.string(),
    max_length: z.number().optional(),
    max_selected_items: z.number().optional(),
    options: z.array(z.object({ value: z.string() })).optional(),
    option_groups: z.array(z.object({ options: z.array(z.object({ value: z.string() })) })).optional(),
  }),
});
export type Field = z.output<typeof Field>;

export const fieldsIn = (view: WireView): readonly Field[] =>
  view.blocks.flatMap((block) => (block.type === 'input' ? [Field.parse(block)] : []));
