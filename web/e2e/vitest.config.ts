import { defineConfig } from 'vitest/config';

// In a real browser against the real program: see harness.ts for what must be there.
export default defineConfig({
  test: { root: import.meta.dirname, include: ['*.test.ts'], testTimeout: 60_000, hookTimeout: 90_000, fileParallelism: false, maxConcurrency: 1 },
});
