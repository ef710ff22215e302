import { run } from './run.js';

run(process.env);
