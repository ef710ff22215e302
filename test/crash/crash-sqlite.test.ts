import { describeCrashes } from './crashes.js';
import { onSqlite } from './stores.js';

describeCrashes(onSqlite);
