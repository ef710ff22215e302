// Commits one batch after the other, each with a record that counts them, and says which were acknowledged, until it is
// killed or a commit fails.
import { writeSync } from 'node:fs';
import { openBackend } from '../../../src/storage/backends/open-backend.js';

const [url = '', space = ''] = process.argv.slice(2);
const backend = await openBackend(url, { allowVolatile: true, space });
const standing = await backend.get('count');
for (let count = Number(standing ?? '0'); ; count += 1) {
  const committing = backend.commit({
    require: [{ key: 'count', text: count === 0 ? undefined : `${count}` }],
    put: [
      { key: 'count', text: `${count + 1}` },
      ...['a', 'b', 'c'].map((part) => ({ key: `part:${count}:${part}`, text: 'x'.repeat(2000) })),
    ],
    delete: count < 3 ? [] : [`part:${count - 3}:c`],
  });
  const outcome = await committing.catch(() => process.exit(1));
  // Past every buffer, so that what was said is what was acknowledged.
  writeSync(1, `${outcome.kind} ${count}\n`);
}
