import { z } from 'zod';

const Field = z.looseObject({
  value: z.string().nullish(),
  selected_option: z.looseObject({ value: z.string() }).nullish(),
  selected_options: z.array(z.looseObject({ value: z.string() })).nullish(),
});

const State = z.record(z.string(), z.record(z.string(), Field));

/** What a person entered, by the field's id (the same for block and action). */
export class Fields {
  readonly #state: z.infer<typeof State>;

  constructor(values: unknown) {
    this.#state = State.safeParse(values ?? {}).data ?? {};
  }

  text(id: string): string {
    return this.#state[id]?.[id]?.value ?? '';
  }

  chosen(id: string): string | undefined {
    return this.#state[id]?.[id]?.selected_option?.value;
  }

  ticked(id: string): readonly string[] {
    return (this.#state[id]?.[id]?.selected_options ?? []).map((option) => option.value);
  }
}
