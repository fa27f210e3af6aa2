import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build.ts', 'test/temporary.ts'],
    // It ends what hangs and judges nothing: a dozen processes that start on a busy machine take half of it.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes late on a busy machine: a test that is out of time says so itself.
    expect: { poll: { timeout: 25_000 } },
    // Every property, one that names a number of its own too; read only then, since most tests have none.
    setupFiles: process.env.PROPERTY_RUNS === undefined ? [] : ['test/property-runs.ts'],
    pool: 'forks',
    maxWorkers: 2,
  },
});
