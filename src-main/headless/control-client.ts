import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, type ManagementClient } from '../../src-shared/contract/client.ts';
import { createHttpTransport } from '../../src-shared/contract/http-transport.ts';
import type { Reply } from '../../src-shared/contract/reply.ts';
import type { Locale } from '../../src-shared/i18n/locale.ts';
import { RUN_FILE } from '../shell/run-file.ts';
import { localFetch } from './local-fetch.ts';

/** What a running instance leaves in its data folder while it runs. */
export interface RunFile {
  readonly pid: number;
  /** Where it listens, e.g. `http://127.0.0.1:9090`. */
  readonly url: string;
  readonly version: string;
  /** Opens its management API; random per run. */
  readonly controlToken: string;
}

/** Reads `run.json`; null where there is none, or none that can be used. */
export async function readRunFile(dataDir: string): Promise<RunFile | null> {
  try {
    const value: unknown = JSON.parse(await readFile(join(dataDir, RUN_FILE), 'utf8'));
    const { pid, url, version, control_token: controlToken } = Object(value) as Record<string, unknown>;
    if (typeof pid !== 'number' || typeof url !== 'string' || typeof version !== 'string') return null;
    if (typeof controlToken !== 'string' || URL.parse(url)?.protocol !== 'http:') return null;
    return { pid, url: url.replace(/\/$/, ''), version, controlToken };
  } catch {
    return null;
  }
}

/** The running instance of a data folder; null where none runs. */
export async function connectToInstance(dataDir: string, locale: Locale): Promise<ManagementClient | null> {
  const run = await readRunFile(dataDir);
  if (run === null) return null;
  const transport = createHttpTransport({
    baseUrl: run.url,
    token: () => run.controlToken,
    fetch: localFetch,
    language: locale,
    after: (delayMs, fn) => {
      const timer = setTimeout(fn, delayMs);
      return { [Symbol.dispose]: () => clearTimeout(timer) };
    },
  });
  return createClient(transport);
}

/** Whether a reply means that the instance which wrote `run.json` is gone, e.g. killed without a chance to tidy up. */
export function isInstanceGone(reply: Reply<unknown>): boolean {
  return !reply.ok && reply.error.code === 'unreachable';
}
