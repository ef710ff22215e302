/** A run of text inside a line, as Slack's mrkdwn marks it. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  | { readonly kind: 'user' | 'group' | 'channel'; readonly id: string; readonly label: string | undefined }
  | { readonly kind: 'broadcast'; readonly range: string }
  | {
      readonly kind: 'date';
      readonly seconds: number;
      readonly format: string;
      readonly url: string | undefined;
      readonly fallback: string;
    }
  | { readonly kind: 'emoji'; readonly name: string };

export type Paragraph =
  | { readonly kind: 'lines' | 'quote'; readonly children: readonly Inline[] }
  | { readonly kind: 'preformatted'; readonly text: string };

const STYLES = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

/** Slack escapes exactly these three characters. */
export function unescapeSlack(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

export function parseMrkdwn(source: string): readonly Paragraph[] {
  return source.split(/```([\s\S]+?)```/).flatMap((part, index, parts): readonly Paragraph[] => {
    if (index % 2 === 1) return [{ kind: 'preformatted', text: plain(part.replace(/^\n|\n$/g, '')) }];
    const afterCode = index > 0 ? part.replace(/^\n/, '') : part;
    return quotesAndLines(index < parts.length - 1 ? afterCode.replace(/\n$/, '') : afterCode);
  });
}

function quotesAndLines(text: string): readonly Paragraph[] {
  if (text === '') return [];
  const runs: { kind: 'lines' | 'quote'; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    const kind = quoted ? 'quote' : 'lines';
    const content = quoted?.[1] ?? line;
    const last = runs.at(-1);
    if (last?.kind === kind) last.lines.push(content);
    else runs.push({ kind, lines: [content] });
  }
  return runs.map(({ kind, lines }) => ({ kind, children: parseInline(lines.join('\n')) }));
}

/** Code shows what stands in it; of links and mentions only the label. */
function plain(text: string): string {
  return unescapeSlack(text.replace(/<([^<>\n]+)>/g, (_, token: string) => labelOf(token)));
}

function labelOf(token: string): string {
  const [target, label] = splitOnce(token, '|');
  return label ?? target;
}

function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

function parseInline(text: string): readonly Inline[] {
  const found: Inline[] = [];
  let pending = '';
  const flush = (): void => {
    if (pending !== '') found.push({ kind: 'text', text: unescapeSlack(pending) });
    pending = '';
  };
  let at = 0;
  while (at < text.length) {
    const match = matchAt(text, at);
    if (match) {
      flush();
      found.push(match.inline);
      at += match.length;
    } else {
      pending += text[at];
      at += 1;
    }
  }
  flush();
  return found;
}

interface Match {
  readonly inline: Inline;
  readonly length: number;
}

function matchAt(text: string, at: number): Match | undefined {
  return angled(text, at) ?? code(text, at) ?? styled(text, at) ?? emoji(text, at) ?? bareUrl(text, at);
}

function matchHere(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function code(text: string, at: number): Match | undefined {
  const match = matchHere(/`([^`\n]+)`/y, text, at);
  return match
    ? { inline: { kind: 'code', text: plain(match[1] ?? '') }, length: match[0].length }
    : undefined;
}

function emoji(text: string, at: number): Match | undefined {
  const match = matchHere(/:([a-z0-9_+'-]+):/y, text, at);
  return match ? { inline: { kind: 'emoji', name: match[1] ?? '' }, length: match[0].length } : undefined;
}

function bareUrl(text: string, at: number): Match | undefined {
  if (isWordCharacter(text[at - 1])) return undefined;
  const match = matchHere(/https?:\/\/[^\s<>|`*"]*[^\s<>|`*".,;:!?)\]}~_']/y, text, at);
  if (!match) return undefined;
  const url = unescapeSlack(match[0]);
  return { inline: { kind: 'link', url, label: url }, length: match[0].length };
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

function isMark(character: string | undefined): character is keyof typeof STYLES {
  return character !== undefined && character in STYLES;
}

/** A mark counts only at a word's edge: `snake_case_name` stays as it is. */
function styled(text: string, at: number): Match | undefined {
  const mark = text[at];
  if (!isMark(mark) || isWordCharacter(text[at - 1])) return undefined;
  if (/\s/.test(text[at + 1] ?? ' ') || text[at + 1] === mark) return undefined;
  for (let end = at + 2; end < text.length && text[end] !== '\n'; end += 1) {
    const skipped = skipLength(text, end);
    if (skipped > 0) {
      end += skipped - 1;
    } else if (text[end] === mark && !/\s/.test(text[end - 1] ?? ' ') && !isWordCharacter(text[end + 1])) {
      return {
        inline: { kind: STYLES[mark], children: parseInline(text.slice(at + 1, end)) },
        length: end + 1 - at,
      };
    }
  }
  return undefined;
}

/** Inside code and angle brackets, a mark is an ordinary character. */
function skipLength(text: string, at: number): number {
  return matchHere(/`[^`\n]+`|<[^<>\n]+>/y, text, at)?.[0].length ?? 0;
}

function angled(text: string, at: number): Match | undefined {
  const match = matchHere(/<([^<>\n]+)>/y, text, at);
  return match ? { inline: reference(match[1] ?? ''), length: match[0].length } : undefined;
}

function reference(token: string): Inline {
  const [target, rawLabel] = splitOnce(token, '|');
  const label = rawLabel === undefined ? undefined : unescapeSlack(rawLabel);
  if (target.startsWith('@')) return { kind: 'user', id: target.slice(1), label };
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1), label };
  if (target.startsWith('!subteam^')) return { kind: 'group', id: target.slice('!subteam^'.length), label };
  if (target.startsWith('!date^')) return date(target, label ?? '');
  if (target.startsWith('!')) return { kind: 'broadcast', range: target.slice(1) };
  const url = unescapeSlack(target);
  return { kind: 'link', url, label: label ?? url };
}

function date(target: string, fallback: string): Inline {
  const [, seconds = '', format = '', url] = target.split('^');
  return { kind: 'date', seconds: Number(seconds), format: unescapeSlack(format), url, fallback };
}
