import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RotaBridge } from '../../src-shared/ipc/bridge.ts';
import { clickTray, expect, mainPage, test, trayLook } from './support/app-test.ts';

/** A search path on which the session bus says that somebody shows tray icons. Here is no desktop, and so nobody does. */
function withTrayHost(folder: string): string {
  const programs = join(folder, 'tray-host');
  mkdirSync(programs);
  writeFileSync(join(programs, 'dbus-send'), '#!/bin/sh\necho "   boolean true"\n', { mode: 0o755 });
  return `${programs}:${process.env['PATH']}`;
}

test('both windows take the words of another language from the app’s own files', async ({ start }) => {
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  await clickTray(app);
  const small = await app.windowWith('footer a[target="rota-main"]');
  await expect(small.getByText('Serving').first()).toBeVisible();

  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: '简体中文' }).check();
  await expect(page.getByRole('heading', { name: '设置', exact: true })).toBeVisible();
  await expect(small.getByText('服务中').first()).toBeVisible();

  // A page that begins takes the chosen language up again.
  await page.reload();
  await expect(page.getByRole('heading', { name: '设置', exact: true })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
});

test('the tray follows the page’s language at once, without another question to the core', async ({
  start,
}) => {
  const app = await start({ args: ['--demo'] });
  test.skip(app.kind === 'electron', 'a real tray tells nothing');
  const page = await mainPage(app);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('radio', { name: '简体中文' })).toBeVisible();
  const quitLabel = async () => (await trayLook(app)).labels.at(-1);
  await expect.poll(quitLabel).toBe('Quit Rota');

  await page.getByRole('radio', { name: '简体中文' }).check();
  await expect(page.getByRole('heading', { name: '设置', exact: true })).toBeVisible();
  await expect.poll(quitLabel, { timeout: 2_000 }).toBe('退出 Rota');

  await page.getByRole('radio', { name: 'English' }).check();
  await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible();
  await expect.poll(quitLabel, { timeout: 2_000 }).toBe('Quit Rota');
});

test('a start without a window has the tray in the language that the page spoke last', async ({
  home,
  start,
}) => {
  const first = await start();
  test.skip(first.kind === 'electron', 'a real tray tells nothing');
  const page = await mainPage(first);
  await page.evaluate(() => (window as unknown as { readonly rota: RotaBridge }).rota.tellLanguage('zh-CN'));
  await expect.poll(async () => (await trayLook(first)).labels.at(-1)).toBe('退出 Rota');
  await first.kill();

  const second = await start({ args: ['--hidden'], env: { PATH: withTrayHost(home.path) } });
  await expect.poll(async () => (await trayLook(second).catch(() => null))?.labels.at(-1)).toBe('退出 Rota');
  // The app looks for a place for its icon first; a window would come right after it.
  await new Promise((resume) => setTimeout(resume, 1_000));
  expect(second.windows()).toHaveLength(0);
});
