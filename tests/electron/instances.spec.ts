import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, type Home, mainPage, snapshotOf, test } from './support/app-test.ts';

const HEADLESS = resolve(import.meta.dirname, '../../src-main/headless/rota.ts');

test('a second start hands over to the first, which shows its window, and ends with 0', async ({ start }) => {
  const first = await start();
  const page = await mainPage(first);
  await page.close();
  await expect
    .poll(() => first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length))
    .toBe(0);

  const second = await start();
  expect(await second.exited).toBe(0);
  const again = await mainPage(first);
  expect((await snapshotOf(again)).gateway).toBe('serving');
});

test('the app and the command line share one data folder, and only one of them owns it', async ({
  home,
  start,
}) => {
  const headless = await startHeadless(home);
  try {
    const app = await start();
    expect(await app.exited).toBe(1);
    expect(app.printed()).toContain('Rota already runs on this data folder without a window');
    expect(app.printed()).toContain(headless.url);
  } finally {
    await headless.stop();
  }
});

test('everything of ours in the data folder is private, and Chromium keeps its files elsewhere', async ({
  home,
  start,
}) => {
  const app = await start();
  await mainPage(app);
  const run = JSON.parse(readFileSync(join(home.dataDir, 'run.json'), 'utf8')) as { pid: number };
  expect(run.pid).toBe(app.pid);
  const paths = await app.evaluate(({ app: electronApp }) =>
    (['userData', 'sessionData', 'crashDumps'] as const).map((name) => electronApp.getPath(name)),
  );
  expect(paths[0]).toBe(home.dataDir);
  for (const path of paths.slice(1)) expect(path.startsWith(home.dataDir)).toBe(false);
  if (process.platform !== 'win32') {
    expect(statSync(home.dataDir).mode & 0o777).toBe(0o700);
    const ours = readdirSync(home.dataDir).filter((name) => /\.(json|lock|vault|db|key)/.test(name));
    expect(ours.length).toBeGreaterThan(2);
    for (const name of ours) expect(statSync(join(home.dataDir, name)).mode & 0o077, name).toBe(0);
  }

  await app.evaluate(({ app: electronApp }) => electronApp.quit());
  expect(await app.exited).toBe(0);
  expect(existsSync(join(home.dataDir, 'run.json'))).toBe(false);
});

test('a signal from outside is a clean quit', async ({ home, start }) => {
  test.skip(process.platform === 'win32', 'Windows has no such signal');
  const app = await start();
  await mainPage(app);
  process.kill(app.pid, 'SIGTERM');
  expect(await app.exited).toBe(0);
  expect(existsSync(join(home.dataDir, 'run.json'))).toBe(false);
});

test('a wrong command line is one sentence and exit code 2', async ({ start }) => {
  const app = await start({ args: ['--port', 'many'] });
  expect(await app.exited).toBe(2);
  expect(app.printed()).toContain('The port must be a number from 0 to 65535, not “many”.');
});

test('what keeps the app from starting is told in the language of the system, or of the page', async ({
  home,
  start,
}) => {
  const chinese = { LANGUAGE: 'zh_CN', LANG: 'zh_CN.UTF-8', ELECTRON_DOUBLE_LANGUAGES: 'zh-CN' };
  const refused = async (options: Parameters<typeof start>[0]) => {
    const app = await start(options);
    return { code: await app.exited, printed: app.printed() };
  };
  const wrongUsage = await refused({ args: ['--port', 'many'], env: chinese });
  expect(wrongUsage.code).toBe(2);
  expect(wrongUsage.printed).toContain('端口必须是 0 到 65535 的数字，而不是“many”。');

  mkdirSync(join(home.path, 'data'), { recursive: true });
  const file = join(home.path, 'data', 'file');
  writeFileSync(file, '');
  for (const [env, sentence] of [
    [{}, 'The folder'],
    [chinese, '无法使用文件夹'],
  ] as const) {
    const { code, printed } = await refused({ args: ['--data-dir', file], env });
    expect(code).toBe(1);
    expect(printed).toContain(`${sentence} ${file}`);
  }

  const settings = join(home.path, 'rota.yaml');
  writeFileSync(settings, 'server:\n  port: many\n');
  const broken = await refused({ args: ['--config', settings], env: chinese });
  expect(broken.code).toBe(1);
  expect(broken.printed).toContain('Rota 无法启动');
  expect(broken.printed).toMatch(/rota\.yaml.*server\.port.*必须/);

  // The language that the page was last used in goes before that of the system.
  const remembered = join(home.path, 'state/rota/chromium/rota-app.json');
  mkdirSync(dirname(remembered), { recursive: true });
  writeFileSync(remembered, JSON.stringify({ language: 'zh-CN' }));
  const chosen = await refused({ args: ['--config', settings] });
  expect(chosen.printed).toMatch(/rota\.yaml.*server\.port.*必须/);
});

interface Headless {
  readonly url: string;
  stop(): Promise<void>;
}

async function startHeadless(home: Home): Promise<Headless> {
  const child = spawn(process.execPath, [HEADLESS, 'start', '--data-dir', home.dataDir], {
    env: { ...process.env, ...home.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await readyAddress(child);
  return {
    url,
    stop: () =>
      new Promise((done) => {
        child.once('exit', () => done());
        child.kill('SIGTERM');
      }),
  };
}

function readyAddress(child: ChildProcess): Promise<string> {
  return new Promise((done, refuse) => {
    let printed = '';
    child.once('exit', (code) => refuse(new Error(`rota start ended with ${code}: ${printed}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8');
      const url = /ready at (\S+)/.exec(printed)?.[1];
      if (url !== undefined) done(url);
    });
  });
}
