/** The app over hours: crashes, sleep, idling, what it remembers and what it tells. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  call,
  clickTray,
  cpuShare,
  expect,
  mainPage,
  sendMessage,
  snapshotOf,
  test,
  trayLook,
} from './support/app-test.ts';

test('a crash of the window does not stop the gateway, and the page comes back', async ({ start }) => {
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  const { baseUrl } = await snapshotOf(page);
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  expect((await fetch(`${baseUrl}/health`)).status).toBe(200);
  // Playwright gives a crashed page up for good, so the window itself is asked.
  const heading = () =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
        'document.querySelector("main ol h2")?.textContent',
      ),
    );
  await expect.poll(() => heading().catch(() => null)).toBe('work@studio.example');
});

test('the window closes and opens again where it was, and the gateway never notices', async ({ start }) => {
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  const { baseUrl } = await snapshotOf(page);
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 60, width: 700, height: 600 }),
  );
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  expect((await fetch(`${baseUrl}/health`)).status).toBe(200);
  await app.evaluate(({ app: electronApp }) => electronApp.emit('activate'));
  await mainPage(app);
  expect(
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds()),
  ).toMatchObject({ x: 40, y: 60, width: 700, height: 600 });
});

test('the tray follows the core, and does what its menu says', async ({ start }) => {
  const app = await start({ args: ['--demo'] });
  test.skip(app.kind === 'electron', 'A real tray tells nothing; what it shows is on the manual list.');
  const page = await mainPage(app);
  const choose = (label: string) =>
    app.evaluate((_electron, wanted) => {
      const { tray } = (globalThis as unknown as { rotaTest: { tray: unknown } }).rotaTest;
      const { contextMenu } = tray as { contextMenu: { items: { label: string; click(): void }[] } };
      const item = contextMenu.items.find(({ label: text }) => text === wanted);
      if (item === undefined) throw new Error(`no entry ${wanted}`);
      item.click();
    }, label);

  expect((await trayLook(app)).labels.at(0)).toBe('Open Rota');
  expect((await trayLook(app)).labels.at(-1)).toBe('Quit Rota');
  expect((await trayLook(app)).image).toMatch(/action-light\.png$/);
  await app.evaluate(() => {
    const { tray } = (globalThis as unknown as { rotaTest: { tray: { setImage(image: object): void } } })
      .rotaTest;
    const setImage = tray.setImage.bind(tray);
    tray.setImage = (image) => {
      setImage(image);
      Object.assign(globalThis, { imageSetAt: Date.now() });
    };
  });
  const pausedAt = Date.now();
  await call(page, 'gateway.pause');
  await expect.poll(async () => (await trayLook(app)).image).toMatch(/paused-/);
  const imageSetAt = await app.evaluate(() => (globalThis as unknown as { imageSetAt: number }).imageSetAt);
  test
    .info()
    .annotations.push({ type: 'tray', description: `${imageSetAt - pausedAt} ms after the command` });
  // 200 ms on a machine that has nothing else to do.
  expect(imageSetAt - pausedAt).toBeLessThan(1_000);
  await choose('Resume');
  await expect.poll(async () => (await snapshotOf(page)).gateway).toBe('serving');
  await choose('Copy base URL');
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe((await snapshotOf(page)).baseUrl);
  await choose('Add account…');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await choose('Quit Rota');
  expect(await app.exited).toBe(0);
});

test('the small window shows the order, and an account dragged elsewhere moves there too', async ({
  start,
}) => {
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  await clickTray(app);
  const small = await app.windowWith('footer a[target="rota-main"]');
  await expect(small.getByRole('list').first()).toContainText('work@studio.example');
  const { accounts } = await snapshotOf(page);
  const reversed = accounts.map(({ id }) => id).reverse();
  await call(page, 'accounts.order', { accounts: reversed });
  await expect(small.getByRole('list').first().getByRole('listitem').first()).toContainText(
    'API key · Studio',
  );
  await small.keyboard.press('Escape');
  await expect
    .poll(() =>
      app.evaluate(
        ({ BrowserWindow }) => BrowserWindow.getAllWindows().filter((window) => window.isVisible()).length,
      ),
    )
    .toBe(1);
});

test('starting at login is switched on and off from the page', async ({ home, start }) => {
  test.skip(process.platform !== 'linux', 'Login items of macOS and Windows are on the manual list.');
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  const entry = join(home.path, 'config/autostart/rota.desktop');
  expect((await call(page, 'shell.get')).startAtLogin).toBe(false);
  await call(page, 'shell.setStartAtLogin', { on: true });
  expect(readFileSync(entry, 'utf8')).toMatch(/^Exec=.*--hidden"$/m);
  expect((await call(page, 'shell.get')).startAtLogin).toBe(true);
  await call(page, 'shell.setStartAtLogin', { on: false });
  expect(existsSync(entry)).toBe(false);
});

test('simulated accounts are one click away: the app starts itself anew with them', async ({ start }) => {
  const app = await start();
  const page = await mainPage(app);
  await app.evaluate(({ app: electronApp }) => {
    const relaunched: unknown[] = [];
    Object.assign(globalThis, { relaunched });
    electronApp.relaunch = (options) => relaunched.push(options);
    electronApp.exit = () => {};
  });
  await call(page, 'shell.startDemo').catch(() => {});
  await expect
    .poll(() =>
      app.evaluate(() => (globalThis as unknown as { relaunched: { args: string[] }[] }).relaunched),
    )
    .toEqual([{ args: expect.arrayContaining(['--demo']) }]);
});

test('the demo says that it is simulated, and answers', async ({ start }) => {
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  await expect(page.getByText(/Simulated accounts/)).toBeVisible();
  const answer = await sendMessage(page);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('"type":"message"');
});

test('sleeping and waking up leaves everything working', async ({ start }) => {
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  expect((await sendMessage(page)).status).toBe(200);
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  expect((await sendMessage(page)).status).toBe(200);
});

test('with its window closed the app does next to nothing', async ({ start }) => {
  test.skip(process.platform !== 'linux', 'The measure reads /proc.');
  const app = await start({ args: ['--demo'] });
  await mainPage(app);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  // Right after the start V8 still compiles and collects, on a slow machine for longer, so the app may come to rest first.
  const shares: number[] = [];
  await expect(async () => {
    shares.push(await cpuShare(app.pid, 10_000));
    expect(shares.at(-1)).toBeLessThan(0.01);
  }).toPass({ timeout: 60_000, intervals: [0] });
  const percent = shares.map((share) => `${(share * 100).toFixed(2)} %`).join(', then ');
  test.info().annotations.push({ type: 'idle CPU', description: percent });
});

test('started at login without a place for its icon, it shows its window all the same', async ({ start }) => {
  test.skip(process.platform !== 'linux', 'Other systems always have a place for it.');
  const app = await start({
    args: ['--demo', '--hidden'],
    env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' },
  });
  await mainPage(app);
});

test('the tray speaks the language that the page was last used in', async ({ start }) => {
  const app = await start({ args: ['--demo'] });
  test.skip(app.kind === 'electron', 'A real tray tells nothing.');
  const page = await mainPage(app);
  await page.evaluate(() =>
    (window as unknown as { rota: { tellLanguage(language: string): void } }).rota.tellLanguage('zh-CN'),
  );
  await expect.poll(async () => (await trayLook(app)).labels).toContain('退出 Rota');
});

test('quitting takes Rota out of Claude Code’s settings, and the next start puts it back', async ({
  home,
  start,
}) => {
  const file = join(home.path, '.claude/settings.json');
  mkdirSync(join(home.path, '.claude'));
  const before = '{\n  "theme": "dark"\n}\n';
  writeFileSync(file, before);

  const app = await start();
  const page = await mainPage(app);
  await call(page, 'claudeCode.connect', {});
  expect(readFileSync(file, 'utf8')).toContain((await snapshotOf(page)).baseUrl);
  await app.evaluate(({ app: electronApp }) => electronApp.quit());
  expect(await app.exited).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(before);

  const again = await start();
  const { baseUrl } = await snapshotOf(await mainPage(again));
  expect(readFileSync(file, 'utf8')).toContain(baseUrl);
});
