import { indexAuditTimes } from './index-audit-times.js';
import { indexAudit } from './index-audit.js';
import { indexClients } from './index-clients.js';
import { indexRequests } from './index-requests.js';
import { planLooks } from './plan-looks.js';
import { planAgenda } from './plan-agenda.js';
import type { Migration } from './migration.js';
import { splitRules } from './split-rules.js';

/** In the order of the versions; the last one leads to `STORE_VERSION`. */
export const migrations: readonly Migration[] = [
  // Redis keeps its keys in a sorted set since then, which scans read.
  { to: 2, run: (backend, progress) => backend.indexKeys(progress) },
  { to: 3, run: indexClients },
  { to: 4, run: splitRules },
  { to: 5, run: planAgenda },
  { to: 7, run: indexRequests },
  // Version 6 had an index by Alphaus user and API client; this writes those too, and the one by who acted.
  { to: 8, run: indexAudit },
  { to: 9, run: planLooks },
  { to: 10, run: indexAuditTimes },
];
