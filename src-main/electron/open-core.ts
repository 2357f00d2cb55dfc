import { homedir } from 'node:os';
import { resolve } from 'node:path';
import ElectronStore from 'electron-store';
import type { Core } from '../core/create-core.ts';
import type { CloserStack } from '../core/lib/closer.ts';
import { UNTUNED_HEAP } from '../core/lib/heap-port.ts';
import { LOG_LEVELS, type LogLevel } from '../core/logging/log-line.ts';
import type { CodeCapture } from '../core/oauth/code-capture.ts';
import type { ShellPort } from '../core/ports.ts';
import type { ConfClass } from '../core/settings/conf-class.ts';
import { openShellCore } from '../shell/open-shell-core.ts';
import type { AppOptions } from './app-options.ts';

export interface OpenCoreOptions {
  readonly options: AppOptions;
  readonly dataDir: string;
  readonly captures: readonly CodeCapture[];
  readonly shell: ShellPort;
}

/** Starts the core in the app's main process. Throws a `RotaError` with one sentence where something stands in the way. */
export async function openCore(
  { options, dataDir, captures, shell }: OpenCoreOptions,
  closers: CloserStack,
): Promise<Core> {
  const { core, logs } = await openShellCore(
    {
      demo: options.demo,
      dataDir,
      // A desktop starts programs in a folder of its own choice.
      configFile: options.configFile === null ? null : resolve(homedir(), options.configFile),
      loadStore: () => ElectronStore as unknown as ConfClass,
      console: (line) => process.stderr.write(line),
      host: null,
      port: options.port,
      logLevel: levelOf(process.env['ROTA_LOG_LEVEL']),
      environment: process.env,
      platform: process.platform,
      captures,
      shell: () => shell,
      // Electron's V8 also runs Chromium's own heap; flags that change its collector at run time are not for it.
      tuneHeap: () => UNTUNED_HEAP,
    },
    closers,
  );
  void logs.open();
  return core;
}

/** What is no level leaves it to the settings. */
function levelOf(text: string | undefined): LogLevel | null {
  return LOG_LEVELS.find((level) => level === text?.toLowerCase()) ?? null;
}
