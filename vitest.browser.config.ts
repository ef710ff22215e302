import { defineConfig } from 'vitest/config';

/** Needs Chromium at CHROMIUM_PATH (default /usr/bin/chromium). */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Each file has a sandbox and a Chromium of its own, which wait for one another half of the time.
    maxWorkers: 2,
  },
});
