/**
 * The last value of an unbroken row that starts behind `start`; `undefined` when nothing stands there. Takes
 * about twice the logarithm of the row's length in look-ups.
 */
export async function findEnd<Value>(
  start: number,
  at: (position: number) => Promise<Value | undefined>,
): Promise<Value | undefined> {
  let last: Value | undefined;
  let full = start;
  let empty = start + 1;
  for (let step = 1; ; step *= 2) {
    const value = await at(empty);
    if (value === undefined) break;
    last = value;
    full = empty;
    empty += step;
  }
  while (empty - full > 1) {
    const middle = full + Math.floor((empty - full) / 2);
    const value = await at(middle);
    if (value === undefined) empty = middle;
    else {
      last = value;
      full = middle;
    }
  }
  return last;
}
