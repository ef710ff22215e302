/** What stands in an expression, one after the other: each alternative says by its name what it is. */
const TOKEN = new RegExp(
  [
    String.raw`(?<literal>\\Q[\s\S]*?(?:\\E|$))`,
    String.raw`(?<table>\\[pP](?:\{[^}]*\}?|.)?)`,
    String.raw`(?<escaped>\\(?:x\{[^}]*\}?|[\s\S])?)`,
    String.raw`(?<set>\[\^?\]?(?:\[:[^\]]*:\]|\\[\s\S]|[^\]\\])*\]?)`,
    String.raw`(?<open>\((?:\?(?:P?<\w*>|[a-zA-Z-]*[:)])?)?)`,
    String.raw`(?<close>\))`,
    String.raw`(?<either>\|)`,
    String.raw`\{(?<least>\d+)(?:,(?<most>\d+)?)?\}`,
    String.raw`(?<repeated>[*+?])`,
    String.raw`(?<character>[\s\S])`,
  ].join('|'),
  'gu',
);

/** A class of Unicode's (`\p{L}`) has hundreds of ranges. */
const TABLE = 10;

/**
 * At most so many instructions an expression is compiled to, counted without compiling it: a repetition counts as
 * often as it may repeat, so that nested ones multiply.
 */
export function sizeOf(expression: string): number {
  // A group that is open: all of it, and its last part, to which a repetition would belong.
  const outer: { all: number; last: number }[] = [];
  let group = { all: 4, last: 0 };
  const add = (size: number): void => {
    group.all += size;
    group.last = size;
  };
  for (const { groups = {}, 0: token } of expression.matchAll(TOKEN)) {
    if (groups['open'] !== undefined) {
      // Flags alone, as in (?i), open nothing.
      if (token.endsWith(')')) continue;
      outer.push(group);
      // A capturing group counts its two ends; any group counts one for being empty.
      group = { all: token.startsWith('(?') && !token.includes('<') ? 1 : 3, last: 0 };
    } else if (groups['close'] !== undefined) {
      const closed = group.all;
      group = outer.pop() ?? group;
      add(closed);
    } else if (groups['either'] !== undefined) {
      group.all += 2;
      group.last = 0;
    } else if (groups['least'] !== undefined) {
      const least = Number(groups['least']);
      const most = Number(groups['most'] ?? least);
      const [before, times] = [group.last, Math.max(least, most, 1)];
      // A separate instruction skips what may be missing.
      group.last = before * times + 1 + Math.max(most - least, 0);
      group.all += group.last - before;
    } else if (groups['repeated'] !== undefined) {
      group.all += 1;
      group.last += 1;
    } else {
      add(sizeOfPart(token, groups));
    }
  }
  return outer.reduce((all, open) => all + open.all, group.all);
}

function sizeOfPart(token: string, groups: Readonly<Record<string, string | undefined>>): number {
  if (groups['literal'] !== undefined) return token.length;
  if (groups['table'] !== undefined) return TABLE;
  if (groups['set'] !== undefined) return 1 + TABLE * (token.match(/\\[pP]/g)?.length ?? 0);
  return 1;
}
