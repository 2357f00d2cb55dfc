import type { Page } from '@playwright/test';
import type { LaunchedApp } from './launch.ts';
import { call, expect, mainPage, test } from './support/app-test.ts';

const beginInWindow = (page: Page) => call(page, 'login.begin', { method: 'window' });

const stateOf = async (page: Page, loginId: string) =>
  (await call(page, 'login.find', { loginId })).state.kind;

const windowCount = (app: LaunchedApp) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

test('closing the window gives the sign-in up', async ({ start }) => {
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  const { loginId } = await beginInWindow(page);
  const provider = await app.windowWith('form[action="/oauth/authorize"]');
  await app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) if (/Sign in/.test(window.getTitle())) window.close();
  });
  await expect.poll(() => stateOf(page, loginId)).toBe('cancelled');
  expect(provider.isClosed()).toBe(true);
});

test('giving the sign-in up closes the window', async ({ start }) => {
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  const { loginId } = await beginInWindow(page);
  await app.windowWith('form[action="/oauth/authorize"]');
  await call(page, 'login.cancel', { loginId });
  await expect.poll(() => windowCount(app)).toBe(1);
});

test('the answer is caught before it is sent, and the window keeps nothing', async ({ start }) => {
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  const { loginId } = await beginInWindow(page);
  const provider = await app.windowWith('form[action="/oauth/authorize"]');
  expect(await provider.evaluate(() => 'rota' in window)).toBe(false);
  const addresses: string[] = [];
  provider.on('response', (response) => addresses.push(response.url()));
  await provider.getByText('work@studio.example').click();
  await provider.getByRole('button', { name: 'Approve' }).click();
  await expect.poll(() => stateOf(page, loginId)).toBe('succeeded');
  expect(addresses.filter((address) => address.includes('code='))).toEqual([]);
  await expect.poll(() => windowCount(app)).toBe(1);
});

test('refusing on the page ends the sign-in with its reason', async ({ start }) => {
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  const { loginId } = await beginInWindow(page);
  const provider = await app.windowWith('form[action="/oauth/authorize"]');
  await provider.getByRole('button', { name: 'Deny' }).click();
  await expect.poll(() => stateOf(page, loginId)).toBe('failed');
});

test('the window lets through https and the provider alone', async ({ start }) => {
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  await beginInWindow(page);
  const provider = await app.windowWith('form[action="/oauth/authorize"]');
  const address = provider.url();
  for (const elsewhere of ['http://127.0.0.1:9/', 'file:///etc/passwd']) {
    await provider.evaluate((to) => {
      location.href = to;
    }, elsewhere);
    await provider.waitForTimeout(200);
    expect(provider.url()).toBe(address);
  }
});

test('a page that refuses embedded windows leads to the system’s browser by itself', async ({ start }) => {
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (address) => {
      opened.push(address);
    };
  });
  const { loginId } = await beginInWindow(page);
  const provider = await app.windowWith('form[action="/oauth/authorize"]');
  await provider.evaluate(() => {
    location.href = 'https://accounts.google.com/o/oauth2/auth?client_id=1';
  });
  await expect.poll(async () => (await call(page, 'login.find', { loginId })).method).toBe('browser');
  const { authorizationUrl } = await call(page, 'login.find', { loginId });
  await expect
    .poll(() => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened))
    .toEqual([authorizationUrl]);
  await expect.poll(() => windowCount(app)).toBe(1);
  expect(await stateOf(page, loginId)).toBe('waiting');

  // The person approves in their own browser, and Rota notices.
  const approval = new URL(authorizationUrl);
  approval.searchParams.set('auto', 'work@studio.example');
  const approved = await fetch(approval, { redirect: 'manual' });
  await fetch(approved.headers.get('location') ?? '');
  await expect.poll(() => stateOf(page, loginId)).toBe('succeeded');
});
