import { randomBytes } from 'node:crypto';

/** Prints a new `ENCRYPTION_KEYS` value; its id is the day, so that keys can be told apart. */
const id = new Date().toISOString().slice(0, 10).replaceAll('-', '');
process.stdout.write(`k${id}:${randomBytes(32).toString('base64')}\n`);
