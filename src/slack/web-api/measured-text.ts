/** A file of up to this many bytes is kept while its length is found out: some 8,000 records of a trail. */
const KEPT_BYTES = 4 * 1024 * 1024;

/** A text whose length in bytes is known. */
export interface MeasuredText {
  readonly length: number;
  /** The pieces of the text, to be read once. */
  readonly pieces: AsyncIterable<string>;
}

/** Finds out how long a text is. A short one is read once, and kept; a longer one is read again, so memory stays bounded. */
export async function measuredText(
  read: () => AsyncIterable<string>,
  keptBytes = KEPT_BYTES,
): Promise<MeasuredText> {
  let length = 0;
  let kept: string[] | undefined = [];
  for await (const piece of read()) {
    length += Buffer.byteLength(piece);
    if (length > keptBytes) kept = undefined;
    kept?.push(piece);
  }
  return { length, pieces: kept === undefined ? read() : eachOf(kept) };
}

async function* eachOf(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
}
