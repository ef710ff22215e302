/**
 * A value that must not be seen by accident: printing, serialising and inspecting it gives `[secret]`.
 * Only `reveal()` gives the value; that of a created API client is revealed in `slack/receipts/secret-message.ts` alone.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}
