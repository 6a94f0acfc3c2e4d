import { defineConfig } from 'vitest/config';

// The three layers of the suite: unit and golden always run; engine needs a daemon and says why when it skips.
// Files of the first two share their workers: they change nothing global, and it saves a third of the time.
export default defineConfig({
  test: {
    maxWorkers: '100%',
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], isolate: false } },
      { test: { name: 'golden', include: ['test/golden/**/*.test.ts'], isolate: false } },
      {
        test: {
          name: 'engine',
          include: ['test/engine/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // The tests have S3 clients of their own.
          env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
        },
      },
    ],
  },
});
