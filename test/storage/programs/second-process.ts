// Tries to open a store that another process has open, and says what came of it.
import { openBackend } from '../../../src/storage/backends/open-backend.js';

const [url = ''] = process.argv.slice(2);
try {
  const backend = await openBackend(url, { allowVolatile: false });
  await backend.close();
  process.stdout.write('opened\n');
} catch (error) {
  process.stdout.write(`${String(error)}\n`);
}
