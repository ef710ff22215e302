import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { wordsFor } from '../../../src/slack/text/languages.js';
import { englishIn } from './english-in.js';

const text = resolve(import.meta.dirname, '../../../src/slack/text');
const sourceOf = (file: string): string => readFileSync(join(text, 'ja', file), 'utf8');
const files = readdirSync(join(text, 'ja'), { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const project = resolve(import.meta.dirname, '../../..');
const pageWords = 'sandbox/page/src/words';
/** The texts of the sandbox's page. */
const pageFiles = readdirSync(join(project, pageWords))
  .filter((file) => file.startsWith('ja-'))
  .map((file) => join(pageWords, file));

const Node = z.looseObject({ type: z.string() });
const Texts = z.union([
  z.object({ type: z.literal('Literal'), value: z.string() }).transform(({ value }) => value),
  z
    .object({ type: z.literal('TemplateElement'), value: z.object({ cooked: z.string() }) })
    .transform(({ value }) => value.cooked),
]);
/** What of the syntax is no text: modules and types, what is compared, and what people copy as it is. */
const NO_TEXT = /^(?:Import|TS|BinaryExpression$|SwitchCase$)/;
const Property = z.object({ type: z.literal('Property'), key: z.object({ name: z.string() }) });
const COPIED = new Set(['code', 'usage', 'namePlaceholder', 'language', 'field']);
/** A key by which something is looked up, or a word of Slack's that is looked for. */
const Lookup = z.union([
  z.object({ type: z.literal('MemberExpression'), computed: z.literal(true) }),
  z.object({
    type: z.literal('CallExpression'),
    callee: z.object({ property: z.object({ name: z.enum(['includes', 'startsWith']) }) }),
  }),
  z.object({ type: z.literal('CallExpression'), callee: z.object({ name: z.literal('instant') }) }),
]);

/** The texts that a file holds for people, as they stand in it. */
function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  const node = Node.safeParse(value).data;
  if (node === undefined || NO_TEXT.test(node.type)) return [];
  if (Lookup.safeParse(node).success) return [];
  if (COPIED.has(Property.safeParse(node).data?.key.name ?? '')) return [];
  const own = Texts.safeParse(node).data;
  const parts = Object.entries(node).filter(([name]) => name !== 'key');
  return [...(own === undefined ? [] : [own]), ...parts.flatMap(([, part]) => textsIn(part))];
}

const allTexts = files.flatMap((file) =>
  textsIn(parseAst(sourceOf(file), { lang: 'ts' })).map((said) => ({ file, said })),
);

/** The rows of the glossary: the word for a thing, and what is never written for it. */
const glossary = [...sourceOf('ja.ts').matchAll(/^ \* \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)]
  .map(([, english = '', japanese = '', not = '']) => ({
    english,
    japanese: japanese.split(', '),
    not: not.split(', '),
  }))
  .filter(({ english }) => !['English', '---'].includes(english));

describe('the Japanese text', () => {
  test('has no English left in it', () => {
    const found = allTexts.flatMap(({ file, said }) => englishIn(said).map((word) => `${file}: ${word}`));
    expect(allTexts.length).toBeGreaterThan(400);
    expect(found).toEqual([]);
  });

  test('says one thing in one word: that of the glossary', () => {
    expect(glossary.length).toBeGreaterThan(30);
    const beside = ['README.ja.md', ...pageFiles].map((file) => ({
      file,
      said: readFileSync(join(project, file), 'utf8').replaceAll('README', ''),
    }));
    const found = [...allTexts, ...beside].flatMap(({ file, said }) =>
      glossary.flatMap(({ not }) =>
        not.filter((word) => said.includes(word)).map((word) => `${file}: ${word} in ${said}`),
      ),
    );
    expect(found).toEqual([]);
  });

  test('writes secret, user group and channel out', () => {
    const short =
      /(?<!クライアント)シークレット|(?<!ユーザー)グループ名|クライアント(?!ID|シークレット)(?<!APIクライアント)/;
    expect(allTexts.filter(({ said }) => short.test(said))).toEqual([]);
  });

  test('has full-width punctuation, and no space between Japanese and Latin letters', () => {
    const japanese = '[\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Han}ー]';
    const odd = new RegExp(
      `${japanese} [A-Za-z0-9]|[A-Za-z0-9] ${japanese}|${japanese}[,.;:!?()]|[,;:!?(]${japanese}|[Ａ-Ｚａ-ｚ０-９]`,
      'u',
    );
    expect(allTexts.filter(({ said }) => odd.test(said)).map(({ said }) => said)).toEqual([]);
  });

  test('ends its sentences politely', () => {
    const rude = /(?:である|するな|しろ|せよ|った|ない|だ)。/;
    expect(allTexts.filter(({ said }) => rude.test(said))).toEqual([]);
  });
});

/** Slack's limits: titles and buttons of a view, buttons of a dialog, options and buttons, titles of a dialog, and so on. */
const LIMITS = [24, 30, 75, 100, 150, 300, 2_000, 3_000];
const limitFor = (length: number): number =>
  LIMITS.find((limit) => length <= limit) ?? Number.POSITIVE_INFINITY;

interface Label {
  readonly path: string;
  readonly english: string;
  readonly japanese: string;
}

/** Every word that is a text by itself, in both languages. */
function labels(english: unknown, japanese: unknown, path: string): readonly Label[] {
  if (typeof english === 'string') return [{ path, english, japanese: String(japanese) }];
  if (typeof english !== 'object' || english === null) return [];
  const other = new Map(Object.entries(japanese ?? {}));
  return Object.entries(english).flatMap(([key, value]) =>
    labels(value, other.get(key), path === '' ? key : `${path}.${key}`),
  );
}

const all = labels(wordsFor('en'), wordsFor('ja'), '');

describe('both languages', () => {
  test('keep Slack’s limit of 24 characters for the titles and buttons of forms', () => {
    const ofForms = all.filter(({ path }) =>
      /(?:^|[a-z.])(?:title|submit|close|back)$|(?:Title|Submit|Close)$|policy\.sections\./i.test(path),
    );
    const inMessages =
      /^(?:receipt|doctor|requests|attention|audit|install|help)|[Cc]onfirm\.title$|secret\./;
    const ofViews = ofForms.filter(({ path, english }) => !(inMessages.test(path) && english.length > 24));
    expect(ofViews.length).toBeGreaterThan(30);
    const tooLong = ofViews
      .filter(({ path }) => !/[Cc]onfirm\.title$/.test(path))
      .filter(({ english, japanese }) => Math.max(english.length, japanese.length) > 24);
    expect(tooLong).toEqual([]);
  });

  test('keep the limits of dialogs: 100 for titles, 300 for texts, 30 for buttons', () => {
    const tooLong = all.filter(({ path, english, japanese }) => {
      const [, part = ''] = /[Cc]onfirm\.(title|text|yes|no)$/.exec(path) ?? [];
      const limit = new Map([
        ['title', 100],
        ['text', 300],
        ['yes', 30],
        ['no', 30],
      ]).get(part);
      return limit !== undefined && Math.max(english.length, japanese.length) > limit;
    });
    expect(tooLong).toEqual([]);
  });

  test('fit into the same limit: wherever the English text fits, the Japanese one does', () => {
    const tooLong = all.filter(({ english, japanese }) => japanese.length > limitFor(english.length));
    expect(tooLong).toEqual([]);
  });
});
