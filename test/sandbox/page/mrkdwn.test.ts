import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Inline, type Paragraph, parseMrkdwn } from '../../../sandbox/page/src/text/mrkdwn.js';

function read(source: string): string {
  return parseMrkdwn(source).map(readParagraph).join('\n');
}

function readParagraph(paragraph: Paragraph): string {
  return paragraph.kind === 'preformatted' ? paragraph.text : paragraph.children.map(readInline).join('');
}

function readInline(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
    case 'code':
      return inline.text;
    case 'bold':
    case 'italic':
    case 'strike':
      return inline.children.map(readInline).join('');
    case 'link':
      return inline.label;
    case 'emoji':
      return `:${inline.name}:`;
    case 'broadcast':
      return `@${inline.range}`;
    case 'date':
      return inline.fallback;
    case 'user':
    case 'group':
    case 'channel':
      return inline.id;
  }
}

function line(source: string): readonly Inline[] {
  const [paragraph] = parseMrkdwn(source);
  return paragraph?.kind === 'lines' ? paragraph.children : [];
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

test('bold, italic, struck and code text are told apart, also inside one another', () => {
  expect(line('*a _b_* ~c~ `d*e*f`')).toEqual([
    {
      kind: 'bold',
      children: [
        { kind: 'text', text: 'a ' },
        { kind: 'italic', children: [{ kind: 'text', text: 'b' }] },
      ],
    },
    { kind: 'text', text: ' ' },
    { kind: 'strike', children: [{ kind: 'text', text: 'c' }] },
    { kind: 'text', text: ' ' },
    { kind: 'code', text: 'd*e*f' },
  ]);
});

test.each(['snake_case_name', '2*3*4', 'a * b * c', '~', '**', 'x_ y_'])('%s stays as it is', (text) => {
  expect(line(text)).toEqual([{ kind: 'text', text }]);
});

test('people, groups, channels, links and dates are recognised', () => {
  expect(
    line('<@U1><!subteam^S1|@data><#C1|general><https://a.b/c_d|x &amp; y><!date^17^{date} at {time}|then>'),
  ).toEqual([
    { kind: 'user', id: 'U1', label: undefined },
    { kind: 'group', id: 'S1', label: '@data' },
    { kind: 'channel', id: 'C1', label: 'general' },
    { kind: 'link', url: 'https://a.b/c_d', label: 'x & y' },
    { kind: 'date', seconds: 17, format: '{date} at {time}', url: undefined, fallback: 'then' },
  ]);
});

test('a bare address becomes a link, without the full stop after it', () => {
  expect(line('see https://a.b/c_d.')).toEqual([
    { kind: 'text', text: 'see ' },
    { kind: 'link', url: 'https://a.b/c_d', label: 'https://a.b/c_d' },
    { kind: 'text', text: '.' },
  ]);
});

test('quoted lines and preformatted text stand apart', () => {
  expect(parseMrkdwn('a\n> b\n&gt; c\n```\nd  *e*\n```\nf').map(({ kind }) => kind)).toEqual([
    'lines',
    'quote',
    'preformatted',
    'lines',
  ]);
});

test('whatever was escaped for Slack is read in code exactly as it was, character for character', () => {
  const secrets = fc.string({ unit: 'grapheme-ascii', minLength: 1 }).filter((text) => !text.includes('`'));
  fc.assert(
    fc.property(secrets, (secret) => {
      expect(line(`\`${escape(secret)}\``)).toEqual([{ kind: 'code', text: secret }]);
    }),
  );
});

test('text without marks is read exactly as it was before it was escaped', () => {
  const unmarked = fc
    .string({ unit: 'grapheme' })
    .filter((text) => !/[*_~`:>\n\r]|https?:/.test(text) && text !== '');
  fc.assert(
    fc.property(unmarked, (text) => {
      expect(read(escape(text))).toBe(text);
    }),
  );
});

test('no text whatever breaks the reader', () => {
  const anything = fc.string({ unit: fc.constantFrom(...'*_~`<>|!@#^:&;a \n'.split('')), maxLength: 60 });
  fc.assert(
    fc.property(anything, (text) => {
      expect(() => read(text)).not.toThrow();
    }),
  );
});
