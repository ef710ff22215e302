import { describeCrashes } from './crashes.js';
import { onRedis } from './stores.js';

describeCrashes(onRedis);
