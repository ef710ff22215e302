import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'],
    // Real processes and servers on two shared cores take their time.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
