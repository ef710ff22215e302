import { z } from 'zod';

const Field = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_user: z.string().nullish(),
  selected_users: z.array(z.string()).nullish(),
  selected_conversation: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
});

const State = z.record(z.string(), z.record(z.string(), Field));

/** What a person entered, by the field's id (the same for block and action). */
export class Fields {
  readonly #state: z.infer<typeof State>;

  constructor(values: unknown) {
    this.#state = State.safeParse(values ?? {}).data ?? {};
  }

  /** Whether the form had such a field, whatever was entered. */
  has(id: string): boolean {
    return this.#state[id]?.[id] !== undefined;
  }

  text(id: string): string {
    return this.#state[id]?.[id]?.value ?? '';
  }

  /** `block`: where it is another one than the field's own, since a message holds several such fields. */
  chosen(id: string, block = id): string | undefined {
    return this.#state[block]?.[id]?.selected_option?.value;
  }

  /** The one person or channel that was selected. */
  selected(id: string): string | undefined {
    const field = this.#state[id]?.[id];
    return field?.selected_user ?? field?.selected_conversation ?? undefined;
  }

  /** A day, as in `2027-03-31`. */
  date(id: string): string | undefined {
    return this.#state[id]?.[id]?.selected_date ?? undefined;
  }

  people(id: string): readonly string[] {
    return this.#state[id]?.[id]?.selected_users ?? [];
  }

  ticked(id: string): readonly string[] {
    return (this.#state[id]?.[id]?.selected_options ?? []).map((option) => option.value);
  }
}
