import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import type { CallInput, ProcedureName, ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import type { Reply } from '../../../src-shared/contract/reply.ts';
import type { RotaBridge } from '../../../src-shared/ipc/bridge.ts';
import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';
import { type BrowserProcess, startBrowser } from '../double/browser-process.ts';
import { type LaunchedApp, type LaunchOptions, launch } from '../launch.ts';
import { APP_MAIN } from './built-app.ts';

export interface StartOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A person's home folder for one scenario. */
export interface Home {
  readonly path: string;
  readonly dataDir: string;
  /** The environment of a program that must see nothing else of this machine. */
  readonly env: Readonly<Record<string, string>>;
}

interface AppFixtures {
  readonly home: Home;
  /** Starts the app; all that is started ends with the scenario. */
  readonly start: (options?: StartOptions) => Promise<LaunchedApp>;
}

export const test = base.extend<AppFixtures, { readonly browserProcess: BrowserProcess }>({
  browserProcess: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      await using browser = await startBrowser();
      await use(browser);
    },
    { scope: 'worker' },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  home: async ({}, use) => {
    using folder = new ScratchFolder();
    const dataDir = join(folder.path, 'data/rota');
    await use({
      path: folder.path,
      dataDir,
      env: {
        HOME: folder.path,
        USERPROFILE: folder.path,
        XDG_DATA_HOME: join(folder.path, 'data'),
        XDG_STATE_HOME: join(folder.path, 'state'),
        XDG_CONFIG_HOME: join(folder.path, 'config'),
        XDG_CACHE_HOME: join(folder.path, 'cache'),
        TMPDIR: folder.path,
        ROTA_DATA_DIR: '',
        ROTA_CONFIG: '',
        ROTA_PORT: '0',
        ROTA_KEY_STORE: 'file',
        ROTA_TEST_HOOKS: '1',
      },
    });
  },

  start: async ({ home, browserProcess }, use) => {
    const started: LaunchedApp[] = [];
    await use(async ({ args = [], env = {} } = {}) => {
      const options: LaunchOptions = { main: APP_MAIN, args, env: { ...home.env, ...env } };
      const app = await launch(browserProcess, options);
      started.push(app);
      return app;
    });
    for (const app of started) await app.kill();
  },
});

export { expect };

/** A page of the app after it is first drawn. */
export async function mainPage(app: LaunchedApp): Promise<Page> {
  const page = await app.windowWith('nav');
  await page.getByRole('navigation').first().waitFor();
  return page;
}

/** Calls a procedure as the page itself would, over the bridge. */
export async function call<Name extends ProcedureName>(
  page: Page,
  name: Name,
  input: CallInput<Name> | Record<string, never> = {},
): Promise<ProcedureOutput<Name>> {
  const reply = (await page.evaluate(
    ([procedure, argument]) =>
      (window as unknown as { readonly rota: RotaBridge }).rota.call(procedure as string, argument, 'en'),
    [name, input] as const,
  )) as Reply<ProcedureOutput<Name>>;
  if (!reply.ok) throw new Error(`${name} was refused: ${JSON.stringify(reply.error)}`);
  return reply.value;
}

export const snapshotOf = (page: Page): Promise<Snapshot> => call(page, 'snapshot.get');

/** What the tray shows, on Linux and Windows, where its menu is set and not only popped up. */
export interface TrayLook {
  readonly toolTip: string;
  readonly image: string;
  readonly labels: readonly string[];
}

/** The tray as the double keeps it; a real tray tells nothing. */
export function trayLook(app: LaunchedApp): Promise<TrayLook> {
  return app.evaluate(() => {
    const { tray } = (globalThis as unknown as { rotaTest: { tray: unknown } }).rotaTest;
    const { toolTip, image, contextMenu } = tray as {
      toolTip: string;
      image: { path: string };
      contextMenu: { items: { label: string }[] };
    };
    return { toolTip, image: image.path, labels: contextMenu.items.map(({ label }) => label) };
  });
}

/** Clicks the icon. */
export function clickTray(app: LaunchedApp): Promise<void> {
  return app.evaluate(() => {
    const { tray } = (globalThis as unknown as { rotaTest: { tray: NodeJS.EventEmitter } }).rotaTest;
    tray.emit('click', {}, { x: 1200, y: 0, width: 24, height: 24 });
  });
}

/** A message to the gateway with its client key; the answer's body is read by the caller. */
export async function sendMessage(
  page: Page,
  {
    stream = false,
    maxTokens = 20,
    signal,
  }: { stream?: boolean; maxTokens?: number; signal?: AbortSignal } = {},
): Promise<Response> {
  const { baseUrl } = await snapshotOf(page);
  const { key } = await call(page, 'keys.show', { which: 'client' });
  return fetch(`${baseUrl}/v1/messages`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'anthropic-version': '2023-06-01',
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      model: 'claude-sonnet-4-5',
      max_tokens: maxTokens,
      stream,
      messages: [{ role: 'user', content: 'Tell a long story.' }],
    }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** The share of one core that a process takes during the next so many ms. */
export async function cpuShare(pid: number, duringMs: number): Promise<number> {
  const [before, at] = [cpuMs(pid), performance.now()];
  await new Promise((resume) => setTimeout(resume, duringMs));
  return (cpuMs(pid) - before) / (performance.now() - at);
}

/** CPU time of a process so far, in ms (proc(5); a tick is 10 ms on Linux). */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
