import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const rows = [
  ...readFileSync(join(root, 'docs/security.md'), 'utf8').matchAll(/^\| `(test\/[^`]+)` \| (.*) \|$/gm),
];

test.each(rows.map(([, file = '', says = '']) => [file, says] as const))(
  'docs/security.md names what is in %s: %s',
  (file, says) => {
    expect(existsSync(join(root, file))).toBe(true);
    const code = readFileSync(join(root, file), 'utf8');
    const missing = [...says.matchAll(/“(.+?)”(?=,|$)/g)].flatMap(([, name = '']) =>
      code.includes(name) ? [] : [name],
    );
    expect(missing).toEqual([]);
  },
);

test('docs/security.md names tests at all', () => {
  expect(rows.length).toBeGreaterThan(15);
});
