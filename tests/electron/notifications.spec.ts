import { call, expect, mainPage, sendMessage, snapshotOf, test } from './support/app-test.ts';

test('the system tells once when requests move away from the first account, and a click shows the window', async ({
  start,
}) => {
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  await app.evaluate(({ Notification }) => {
    const shown: Electron.Notification[] = [];
    Object.assign(globalThis, { shown });
    // The class is shared by everybody, and its prototype with it.
    Notification.prototype.show = function show(this: Electron.Notification) {
      shown.push(this);
    };
  });
  const titles = () =>
    app.evaluate(() =>
      (globalThis as unknown as { shown: Electron.Notification[] }).shown.map(
        ({ title, body }) => `${title}|${body}`,
      ),
    );

  // me@home has six requests left; then the next account serves.
  const { accounts } = await snapshotOf(page);
  const home = accounts.find(({ name }) => name === 'me@home.example');
  const others = accounts.filter(({ id }) => id !== home?.id);
  await call(page, 'accounts.order', { accounts: [home, ...others].map((account) => account?.id ?? '') });
  for (let count = 0; count < 9; count++) expect((await sendMessage(page)).status).toBe(200);
  const switched = async () => (await titles()).filter((text) => text.startsWith('Now served by'));
  await expect.poll(async () => (await switched()).length).toBe(1);
  expect((await switched())[0]).toMatch(/^Now served by .*\|me@home\.example: /);

  await page.close();
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0);
  await app.evaluate(() => {
    for (const one of (globalThis as unknown as { shown: NodeJS.EventEmitter[] }).shown)
      one.emit('click', {});
  });
  await mainPage(app);
  expect(await switched()).toHaveLength(1);
});
