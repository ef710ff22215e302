// A replica that brings the store up to its version, or waits for another that does, and says what it does.
import { writeSync } from 'node:fs';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { upgradeStore } from '../../../src/storage/upgrade/upgrade-store.js';

const [url = ''] = process.argv.slice(2);
const backend = await openBackend(url, { allowVolatile: true });
// Past every buffer, since it may be killed at any moment.
await upgradeStore(backend, { say: (sentence) => writeSync(1, `${sentence}\n`) });
await backend.close();
