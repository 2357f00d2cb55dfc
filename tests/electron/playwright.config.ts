import { defineConfig } from '@playwright/test';

/** Scenarios of the tray app, under the double of Electron or in a real one (see `launch.ts`). */
export default defineConfig({
  testDir: '.',
  globalSetup: './support/build-app.ts',
  outputDir: '../../test-results/electron',
  // Each scenario starts a browser and the whole core; two at once are slower on two cores than one after the other.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
});
