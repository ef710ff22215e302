import { z } from 'zod';
import { Problem } from '../../core/problem.js';

const Field = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_user: z.string().nullish(),
  selected_users: z.array(z.string()).nullish(),
  selected_conversation: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
});

/** What a person entered, by the field's id (the same for block and action). */
export class Fields {
  readonly #values: unknown;

  /** `values`: as Slack sends them. Each field is checked when it is read: a `Problem` where it is of another kind. */
  constructor(values: unknown) {
    this.#values = values;
  }

  /** Whether the form had such a field, whatever was entered. */
  has(id: string): boolean {
    return this.#field(id) !== undefined;
  }

  text(id: string): string {
    return this.#field(id)?.value ?? '';
  }

  /** `block`: where it is another one than the field's own, since a message holds several such fields. */
  chosen(id: string, block = id): string | undefined {
    return this.#field(id, block)?.selected_option?.value;
  }

  /** The one person or channel that was selected. */
  selected(id: string): string | undefined {
    const field = this.#field(id);
    return field?.selected_user ?? field?.selected_conversation ?? undefined;
  }

  /** A day, as in `2027-03-31`. */
  date(id: string): string | undefined {
    return this.#field(id)?.selected_date ?? undefined;
  }

  people(id: string): readonly string[] {
    return this.#field(id)?.selected_users ?? [];
  }

  ticked(id: string): readonly string[] {
    return (this.#field(id)?.selected_options ?? []).map((option) => option.value);
  }

  #field(id: string, block = id): z.infer<typeof Field> | undefined {
    const field = property(property(this.#values, block), id);
    if (field === undefined || field === null) return undefined;
    const read = Field.safeParse(field);
    // Taken for empty it could give more than the person asked for: a client without an end, or with another owner.
    if (!read.success) throw new Problem({ kind: 'stale-interaction' });
    return read.data;
  }
}

/** A property of what may be no object at all. */
const property = (of: unknown, name: string): unknown =>
  typeof of === 'object' && of !== null && Object.hasOwn(of, name) ? Reflect.get(of, name) : undefined;
