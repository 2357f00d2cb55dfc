import { clickTray, expect, mainPage, test, trayLook } from './support/app-test.ts';

test('both windows take the words of another language from the app’s own files, and the tray follows', async ({
  start,
}) => {
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  await clickTray(app);
  const small = await app.windowWith('footer a[target="rota-main"]');
  await expect(small.getByText('Serving').first()).toBeVisible();

  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: '简体中文' }).check();
  await expect(page.getByRole('heading', { name: '设置', exact: true })).toBeVisible();
  await expect(small.getByText('服务中').first()).toBeVisible();

  // The first questions of a page that begins name its language, and the tray takes it over.
  await page.reload();
  await expect(page.getByRole('heading', { name: '设置', exact: true })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  if (app.kind !== 'electron')
    await expect.poll(async () => (await trayLook(app)).labels).toContain('退出 Rota');
});
