import { defineConfig } from 'vitest/config';

/** Needs Chromium at CHROMIUM_PATH (default /usr/bin/chromium). */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A form has to come within three seconds: two sandboxes with a Chromium each are too much for two cores.
    fileParallelism: false,
  },
});
