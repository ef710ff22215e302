import { describeCrashes } from './crashes.js';
import { onPostgres } from './stores.js';

describeCrashes(onPostgres);
