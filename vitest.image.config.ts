import { defineConfig } from 'vitest/config';

/** Needs root, buildah, debootstrap, unshare and chroot: it builds the image of the Dockerfile and runs it. */
export default defineConfig({
  test: {
    include: ['test/image/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
