/**
 * The command that somebody most likely meant by a mistyped word: at most one wrong, missing, extra or swapped letter
 * in up to four, at most two in longer words. `undefined` where none is that close.
 */
export function nearestCommand<Name extends string>(typed: string, names: readonly Name[]): Name | undefined {
  const word = typed.toLowerCase();
  const allowed = word.length <= 4 ? 1 : 2;
  const close = names
    .filter((name) => Math.abs(name.length - word.length) <= allowed)
    .map((name) => ({ name, distance: editDistance(word, name) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((one, other) => one.distance - other.distance);
  return close[0]?.name;
}

/** How many letters have to be changed, added, removed or swapped with their neighbour to turn one word into another. */
function editDistance(from: string, to: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const at = (line: readonly number[], back: number): number =>
        line[column - back] ?? Number.POSITIVE_INFINITY;
      const isSame = from[row - 1] === to[column - 1];
      const isSwapped = column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          at(last, 0) + 1,
          at(current, 1) + 1,
          at(last, 1) + (isSame ? 0 : 1),
          isSwapped ? at(beforeLast, 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length] ?? Number.POSITIVE_INFINITY;
}
