/**
 * Starts the built tray app for a test: under the double, or in a real Electron where a binary is there. Both give the
 * test the same few things: `evaluate` in the main process, the windows as pages, and the end.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { _electron, type Browser, chromium, type Page } from '@playwright/test';
import type * as Electron from 'electron';
import type { BrowserProcess } from './double/browser-process.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const BOOT = resolve(import.meta.dirname, 'double/boot.ts');
const PATIENCE_MS = 30_000;

export interface LaunchOptions {
  /** The built main program. */
  readonly main: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface LaunchedApp {
  readonly kind: 'double' | 'electron';
  /** The id of the main process. */
  readonly pid: number;
  /** Runs a function in the main process; it may use nothing of the test's but `arg`. */
  evaluate<Result, Arg = undefined>(
    fn: (electron: typeof Electron, arg: Arg) => Result | Promise<Result>,
    arg?: Arg,
  ): Promise<Result>;
  /** The windows that show something, oldest first. */
  windows(): readonly Page[];
  /** The first window whose content passes, waiting for it. */
  windowWith(selector: string): Promise<Page>;
  /** Resolves with the exit code when the main process has ended. */
  readonly exited: Promise<number | null>;
  /** All that the main process printed. */
  printed(): string;
  /** Ends whatever is still there, without asking. */
  kill(): Promise<void>;
}

/** The path of a real Electron, or null where there is none. */
export function electronBinary(): string | null {
  const chosen = process.env['ELECTRON_PATH'];
  if (chosen) return chosen;
  const dist = join(ROOT, 'node_modules/electron/dist');
  const names = ['electron', 'electron.exe', 'Electron.app/Contents/MacOS/Electron'];
  return names.map((name) => join(dist, name)).find((path) => existsSync(path)) ?? null;
}

/** Starts the app; `browser` is where the double's windows live, and a real Electron needs none. */
export async function launch(browser: BrowserProcess, options: LaunchOptions): Promise<LaunchedApp> {
  // A program that was taken out of its archive is not meant for a binary.
  const binary = options.env?.['ELECTRON_DOUBLE_ONLY'] === '1' ? null : electronBinary();
  return binary === null ? launchDouble(browser, options) : launchElectron(binary, options);
}

async function launchDouble(
  { endpoint }: BrowserProcess,
  { main, args = [], env = {} }: LaunchOptions,
): Promise<LaunchedApp> {
  const browser = await chromium.connectOverCDP(endpoint);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', BOOT, main, ...args], {
    env: { ...process.env, ...env, ELECTRON_DOUBLE_BROWSER: endpoint },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const printed = collect(child);
  const exited = exitOf(child);
  const call = caller(child, exited, printed);
  const windows = () => pagesOf(browser);
  return {
    kind: 'double',
    pid: child.pid ?? 0,
    evaluate: (fn, arg) => call(fn.toString(), arg) as never,
    windows,
    windowWith: (selector) => findWindow(windows, selector, printed),
    exited,
    printed,
    async kill() {
      child.kill('SIGKILL');
      await exited;
      await browser.close().catch(() => {});
    },
  };
}

async function launchElectron(
  binary: string,
  { main, args = [], env = {} }: LaunchOptions,
): Promise<LaunchedApp> {
  const app = await _electron.launch({
    executablePath: binary,
    args: [main, ...(process.platform === 'linux' ? ['--no-sandbox'] : []), ...args],
    env: { ...(process.env as Record<string, string>), ...env },
  });
  const child = app.process();
  const printed = collect(child);
  const exited = exitOf(child);
  const windows = () => app.windows().filter((page) => page.url() !== 'about:blank');
  return {
    kind: 'electron',
    pid: child.pid ?? 0,
    evaluate: (fn, arg) => app.evaluate(fn as never, arg) as never,
    windows,
    windowWith: (selector) => findWindow(windows, selector, printed),
    exited,
    printed,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** The double's pages stand in contexts of their own, which Playwright files under the first one. */
function pagesOf(browser: Browser): readonly Page[] {
  return browser
    .contexts()
    .flatMap((context) => context.pages())
    .filter((page) => page.url() !== 'about:blank' && !page.isClosed());
}

async function findWindow(
  windows: () => readonly Page[],
  selector: string,
  printed: () => string,
): Promise<Page> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    for (const page of windows()) {
      const count = await page
        .locator(selector)
        .count()
        .catch(() => 0);
      if (count > 0) return page;
    }
    await new Promise((resume) => setTimeout(resume, 50));
  }
  const open = windows().map((page) => page.url());
  throw new Error(`No window shows ${selector}; open: ${open.join(', ')}\n${printed()}`);
}

function caller(child: ChildProcess, exited: Promise<number | null>, printed: () => string) {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  child.on('message', ({ id, ok, value }: { id: number; ok: boolean; value: unknown }) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (ok) call?.resolve(value);
    else call?.reject(new Error(String(value)));
  });
  void exited.then((code) => {
    for (const { reject } of waiting.values()) reject(new Error(`The app ended with ${code}:\n${printed()}`));
  });
  return (source: string, arg: unknown) =>
    new Promise<unknown>((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      child.send({ id: lastId, source, arg }, (error) => error && reject(error));
    });
}

function collect(child: ChildProcess): () => string {
  let text = '';
  const onData = (chunk: Buffer) => {
    text += chunk.toString('utf8');
  };
  child.stdout?.on('data', onData);
  child.stderr?.on('data', onData);
  return () => text;
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}
