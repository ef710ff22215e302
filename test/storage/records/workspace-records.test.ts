import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SHARED_RECORDS, WORKSPACE_RECORDS } from '../../../src/storage/records/workspace-records.js';

/** No key of the store: to what the seal of an anchor in an export is bound. */
const NO_KEYS = ['audit-anchor-seal'];

test('every kind of record says what happens to it when the app is uninstalled', () => {
  const storage = join(import.meta.dirname, '../../../src/storage');
  const kinds = readdirSync(storage, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [...readFileSync(join(storage, file), 'utf8').matchAll(/`([a-z][a-z-]*):\$\{/g)].map(
        ([, kind = '']) => kind,
      ),
    );
  const known = new Set([...Object.keys(WORKSPACE_RECORDS), ...SHARED_RECORDS, ...NO_KEYS]);
  expect(kinds.length).toBeGreaterThan(10);
  expect([...new Set(kinds)].filter((kind) => !known.has(kind))).toEqual([]);
});
