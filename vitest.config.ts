import { defineConfig } from 'vitest/config';

/** Fast suites are the gate before a commit; `system` suites need Debian packages or take longer. */
export default defineConfig({
  test: {
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Most suites wait for sockets, clocks and processes: on two cores four at once take half the time of two.
    maxWorkers: 4,
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['tests/{unit,property,integration,contract,architecture}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['tests/system/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'client',
          include: ['tests/client/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
