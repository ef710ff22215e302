import { defineConfig } from 'vitest/config';

const { REDIS_URL = 'redis://127.0.0.1:6379', POSTGRES_URL = 'postgres://postgres@127.0.0.1:5432/postgres' } =
  process.env;

/**
 * Programs and descriptions from elsewhere read what the bot and the sandboxes say. Needs Redis,
 * Postgres and the tools that `.ci/run` installs.
 */
export default defineConfig({
  test: {
    globalSetup: 'test/outside/keep-traffic.ts',
    env: { REDIS_URL, POSTGRES_URL },
    include: ['test/outside/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
