/**
 * Starts a built main program under the double: `node boot.ts MAIN …`. The name `electron` leads to the double for
 * import and require alike; the launcher's `evaluate` calls come in over the process's own channel.
 */
import { registerHooks } from 'node:module';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Cdp } from './cdp.ts';
import { createElectronModule } from './electron-module.ts';

const [, , main = '', ...args] = process.argv;
const entry = resolve(main);
/** From sources Electron is started with the app's folder as its first argument. */
process.argv = [process.execPath, dirname(entry), ...args];

const cdp = await Cdp.connect(process.env['ELECTRON_DOUBLE_BROWSER'] ?? '');
await refuseForeignPages(cdp);

const electron = createElectronModule(
  {
    version: '0.0.0-double',
    isPackaged: false,
    appPath: dirname(entry),
    languages: (process.env['ELECTRON_DOUBLE_LANGUAGES'] ?? 'en').split(','),
  },
  () => cdp,
);
Object.assign(globalThis, { electronDouble: electron });

const double = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier.startsWith('electron/')
      ? { url: double, shortCircuit: true }
      : next(specifier, context),
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => electron.app.quit());
process.on('message', (call: { readonly id: number; readonly source: string; readonly arg: unknown }) => {
  void evaluate(call);
});
// The test that started this program has gone.
process.on('disconnect', () => process.exit(1));

await import(pathToFileURL(entry).href);
electron.app.becomeReady();

async function evaluate({ id, source, arg }: { id: number; source: string; arg: unknown }): Promise<void> {
  try {
    // biome-ignore lint/security/noGlobalEval: a test's own function, as in Playwright's `electronApp.evaluate`
    const run = globalThis.eval(`(${source})`) as (electron: unknown, arg: unknown) => unknown;
    process.send?.({ id, ok: true, value: await run(electron, arg) });
  } catch (error) {
    process.send?.({
      id,
      ok: false,
      value: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}

/** A window that a page opens by itself is held before its first request and closed; its page's handler is asked by then. */
async function refuseForeignPages(browser: Cdp): Promise<void> {
  browser.on<{
    sessionId: string;
    targetInfo: { targetId: string; type: string; openerId?: string; url: string };
  }>('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    const isPopup = targetInfo.type === 'page' && targetInfo.openerId !== undefined;
    const done = isPopup
      ? browser.send('Target.closeTarget', { targetId: targetInfo.targetId })
      : browser.send('Runtime.runIfWaitingForDebugger', {}, sessionId);
    done.catch(() => {});
  });
  await browser.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
  });
}
