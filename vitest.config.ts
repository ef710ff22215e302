import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'],
    // They wait more than they work: on two cores two at a time take little more than half of the time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Real processes and servers on two shared cores take their time.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
