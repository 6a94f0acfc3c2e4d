import { defineConfig } from 'vitest/config';

// The layers of the suite: unit and golden are for every save, matrix has every combination of flags, s3 needs real
// servers, browser a Chromium and engine a daemon, and they say why when they skip.
// Files of the first three share their workers: they change nothing global, and it saves a third of the time.
const matrix = 'test/golden/matrix-*.test.ts';
// Needs the Compose providers but no daemon and no port, so that it may run while the engine is used.
const config = 'test/engine/config.test.ts';

// Have projects and ports of their own, so that they may run beside the other files of the engine layer.
const beside = 'test/engine/{faults,interrupts,ports,test}.test.ts';

/** Engines are slow, and the S3 clients of the tests are their own. */
const onEngines = {
  fileParallelism: false,
  testTimeout: 300_000,
  hookTimeout: 300_000,
  env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
};

// Two cores that others use as well: what takes a second may take ten then, and is right all the same.
const quick = { isolate: false, testTimeout: 30_000 };

/** The keys of whoever runs the tests are not for them. */
const noKeys = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '', AWS_PROFILE: '' };

export default defineConfig({
  test: {
    maxWorkers: '100%',
    // Where it is run again and again; where two runs go on at once, each reads for itself.
    experimental: { fsModuleCache: !process.env['CI'] },
    projects: [
      { test: { ...quick, name: 'unit', include: ['test/unit/**/*.test.ts'], env: noKeys } },
      { test: { ...quick, name: 'golden', include: ['test/golden/**/*.test.ts'], exclude: [matrix] } },
      { test: { ...quick, name: 'matrix', include: [matrix] } },
      {
        test: {
          name: 's3',
          include: ['test/s3/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'browser', include: ['test/browser/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'config', include: [config], fileParallelism: false, testTimeout: 300_000 } },
      {
        test: {
          ...onEngines,
          name: 'engine',
          include: ['test/engine/**/*.test.ts'],
          exclude: [config, beside],
        },
      },
      { test: { ...onEngines, name: 'beside', include: [beside] } },
    ],
  },
});
