/** What can be looked at while no Rota runs: the data folder, the port, and Claude Code's settings. */
import { readFile, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Locale } from '../../src-shared/i18n/locale.ts';
import { createVersionProbe } from '../core/claude-code/claude-code-version.ts';
import { inspectSettings } from '../core/claude-code/inspect-settings.ts';
import type { PlaceSurroundings } from '../core/claude-code/settings-place.ts';
import { claudeEnvironmentCheck } from '../core/doctor/checks/claude-environment.ts';
import { freePortCheck } from '../core/doctor/checks/free-port.ts';
import { instanceCheck } from '../core/doctor/checks/instance.ts';
import type { LockObservation } from '../core/doctor/checks/instance-lock.ts';
import { type KeyPlace, keyStoreCheck } from '../core/doctor/checks/key-store.ts';
import { claudeChecks } from '../core/doctor/claude-checks.ts';
import { folderChecks } from '../core/doctor/folder-checks.ts';
import { type CheckResult, runChecks } from '../core/doctor/run-checks.ts';
import { systemClock } from '../core/lib/clock.ts';
import { systemDisk } from '../core/lib/disk.ts';
import { acquireInstanceLock } from '../core/lib/instance-lock.ts';
import { readKeyStoreRecord } from '../core/vault/key-store-record.ts';
import { portOwner } from './port-owner.ts';

/** Where Rota listens when nothing else is said. */
const DEFAULT_PORT = 9090;
const CONNECT_TIMEOUT_MS = 2_000;

export interface LocalDoctorOptions {
  readonly dataDir: string;
  readonly surroundings: PlaceSurroundings;
  /** The project whose settings of Claude Code are looked at too; absolute. */
  readonly folder: string;
  /** What to type to start Rota. */
  readonly startCommand: string;
  readonly locale: Locale;
}

export async function runLocalDoctor(options: LocalDoctorOptions): Promise<readonly CheckResult[]> {
  const { dataDir, surroundings, folder, startCommand, locale } = options;
  const port = Number(surroundings.environment['ROTA_PORT']) || (await settingsPort(dataDir)) || DEFAULT_PORT;
  const url = `http://127.0.0.1:${port}`;
  // Nobody is there to say which keys are good: that the file points here is all that can be told.
  const gateway = { baseUrl: url, isKey: () => true };
  const checks = [
    instanceCheck({ folder: dataDir, url: null, startCommand }),
    freePortCheck({ url, owner: () => listenerOf(port) }),
    ...folderChecks(dataDir, surroundings.platform, () => observeLock(dataDir)),
    keyStoreCheck(() => keyPlace(dataDir)),
    ...claudeChecks({
      surroundings,
      folder,
      configDir: null,
      ourUrl: url,
      keysKnown: false,
      inspect: (path) => inspectSettings(path, gateway, null),
      version: createVersionProbe(surroundings, systemClock),
    }),
  ];
  return runChecks(checks, systemClock, locale);
}

/** The look at the environment, for the terminal that asks: a running Rota only knows its own. */
export async function lookAtEnvironment(
  environment: PlaceSurroundings['environment'],
  url: string,
  locale: Locale,
): Promise<CheckResult> {
  const [result] = await runChecks([claudeEnvironmentCheck(environment, url)], systemClock, locale);
  return result!;
}

async function observeLock(dataDir: string): Promise<LockObservation> {
  const exists = await stat(dataDir).then(
    () => true,
    () => false,
  );
  if (!exists) return { kind: 'no-folder' };
  const lock = await acquireInstanceLock(dataDir, systemClock);
  if (lock.ok) {
    await lock.value.close();
    return { kind: 'free' };
  }
  const { code, message } = lock.error;
  return code === 'already-owned' ? { kind: 'held', owner: message } : { kind: 'broken', why: message };
}

async function keyPlace(dataDir: string): Promise<KeyPlace> {
  const record = await readKeyStoreRecord(dataDir, systemDisk);
  return record.ok ? (record.value?.store ?? 'none') : 'damaged';
}

async function settingsPort(dataDir: string): Promise<number | null> {
  try {
    const document: unknown = JSON.parse(await readFile(join(dataDir, 'config.json'), 'utf8'));
    const { server } = Object(document) as { readonly server?: { readonly port?: unknown } };
    return Number(server?.port) || null;
  } catch {
    return null;
  }
}

/** Who listens on a port of this machine; null where nobody does, empty where it cannot be told. */
function listenerOf(port: number): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const socket = connect({ host: '127.0.0.1', port, timeout: CONNECT_TIMEOUT_MS });
  const end = (owner: string | null) => {
    socket.destroy();
    resolve(owner);
  };
  socket.once('connect', () => end(portOwner(port) ?? ''));
  socket.once('timeout', () => end(''));
  socket.once('error', () => end(null));
  return promise;
}
