/** What the windows must not be able to do. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import type { LaunchedApp } from './launch.ts';
import { call, expect, mainPage, snapshotOf, test } from './support/app-test.ts';
import { APP_MAIN } from './support/built-app.ts';

/** A page of somebody else's, and what was asked of it. */
interface ForeignSite extends AsyncDisposable {
  readonly url: string;
  readonly asked: string[];
}

async function foreignSite(): Promise<ForeignSite> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('content-type', 'text/html').end('<!doctype html><h1>Somebody else</h1>');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Records what would have been opened outside, in place of opening it. */
const recordOpened = (app: LaunchedApp) =>
  app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (address) => {
      opened.push(address);
    };
  });

const opened = (app: LaunchedApp) =>
  app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);

test('a page of somebody else gets no answer over IPC, even with our preload', async ({ start }) => {
  await using site = await foreignSite();
  const app = await start({ args: ['--demo'] });
  await mainPage(app);
  await app.evaluate(
    ({ BrowserWindow, session }, { url, preload }) => {
      const window = new BrowserWindow({
        webPreferences: { preload, session: session.fromPartition('foreign'), sandbox: true },
      });
      void window.loadURL(url);
    },
    { url: site.url, preload: join(dirname(APP_MAIN), 'preload.cjs') },
  );
  const foreign = await app.windowWith('h1:text("Somebody else")');
  const reply = await foreign.evaluate(() =>
    (window as unknown as { rota: { call(...args: unknown[]): Promise<unknown> } }).rota.call(
      'keys.show',
      { which: 'admin' },
      'en',
    ),
  );
  expect(reply).toEqual({
    ok: false,
    error: { code: 'foreign_source', message: 'Only Rota’s own windows may ask this.' },
  });
  const heard = await foreign.evaluate(
    () =>
      new Promise((resolve) => {
        const { rota } = window as unknown as { rota: { subscribe(fn: () => void): void } };
        rota.subscribe(() => resolve('heard'));
        setTimeout(() => resolve('nothing'), 500);
      }),
  );
  expect(heard).toBe('nothing');
});

test('wrong input over IPC is refused with a code and a sentence', async ({ start }) => {
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  const ask = (name: unknown, input: unknown) =>
    page.evaluate(
      ([procedure, argument]) =>
        (window as unknown as { rota: { call(...args: unknown[]): Promise<unknown> } }).rota.call(
          procedure,
          argument,
          'en',
        ),
      [name, input],
    );
  expect(await ask('accounts.order', { accounts: [] })).toMatchObject({ error: { code: 'invalid_input' } });
  expect(await ask('accounts.order', 'everything')).toMatchObject({ error: { code: 'invalid_input' } });
  expect(await ask('__proto__', {})).toMatchObject({ error: { code: 'not_found' } });
  expect(await ask(7, {})).toMatchObject({ error: { code: 'not_found' } });
  await expect(
    page.evaluate(() =>
      (window as unknown as { rota: { call(...args: unknown[]): Promise<unknown> } }).rota.call(
        'snapshot.get',
        { fn: () => 1 },
        'en',
      ),
    ),
  ).rejects.toThrow(/could not be cloned/);
});

test('our window stays on our page: no other address, no second window, no scheme but https outside', async ({
  start,
}) => {
  await using site = await foreignSite();
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  await recordOpened(app);
  const before = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

  for (const address of [site.url, 'https://example.com/terms', 'file:///etc/passwd', 'ms-settings:about']) {
    await page.evaluate((to) => {
      window.open(to, '_blank', 'noopener');
    }, address);
  }
  await expect.poll(() => opened(app)).toEqual(['https://example.com/terms']);
  await page.evaluate((to) => {
    location.href = to;
  }, site.url);
  await page.evaluate((to) => {
    const frame = document.createElement('iframe');
    frame.src = to;
    document.body.append(frame);
  }, site.url);
  await page.waitForTimeout(500);
  expect(site.asked).toEqual([]);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(before);
  expect((await snapshotOf(page)).gateway).toBe('serving');
});

test('the page runs no inline code, and reaches no other host', async ({ start }) => {
  await using site = await foreignSite();
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  const ran = await page.evaluate(async (url) => {
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.body.append(script);
    const fetched = await fetch(url).then(
      () => true,
      () => false,
    );
    return { inline: 'inlineRan' in window, fetched };
  }, site.url);
  expect(ran).toEqual({ inline: false, fetched: false });
  expect(site.asked).toEqual([]);
});

test('every window of ours is sandboxed, isolated and without Node', async ({ start }) => {
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  expect(
    await page.evaluate(() => ['require', 'process', 'module', 'Buffer'].filter((name) => name in window)),
  ).toEqual([]);
  expect(await page.evaluate(() => Object.keys((window as unknown as { rota: object }).rota))).toEqual([
    'call',
    'subscribe',
    'tellLanguage',
  ]);
  expect((await call(page, 'shell.get')).kind).toBe('app');
});
