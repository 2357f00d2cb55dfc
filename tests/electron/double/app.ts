import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InstanceLock } from './instance-lock.ts';

/** The program that runs under the double. */
export interface ProgramFacts {
  readonly version: string;
  readonly isPackaged: boolean;
  readonly appPath: string;
  readonly languages: readonly string[];
}

type WindowClass = { getAllWindows(): readonly { close(): void; destroy(): void; isDestroyed(): boolean }[] };

/** `app`: its life from the start to the order of events at the end. */
export class App extends EventEmitter {
  readonly isPackaged: boolean;
  readonly relaunches: unknown[] = [];
  readonly #facts: ProgramFacts;
  readonly #windows: () => WindowClass;
  readonly #paths = new Map<string, string>();
  readonly #ready = Promise.withResolvers<void>();
  #isReady = false;
  #lock: InstanceLock | null = null;
  #name = 'rota';
  #exiting = false;

  constructor(facts: ProgramFacts, windows: () => WindowClass) {
    super();
    this.#facts = facts;
    this.#windows = windows;
    this.isPackaged = facts.isPackaged;
    this.#paths.set('userData', join(tmpdir(), 'electron-double-user-data'));
    this.#paths.set('temp', tmpdir());
  }

  /** The program has been evaluated: `ready` comes now and not before, as Electron does it for ES modules. */
  becomeReady(): void {
    this.#isReady = true;
    this.emit('will-finish-launching');
    this.#ready.resolve();
    this.emit('ready', {});
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  setName(name: string): void {
    this.#name = name;
  }

  getName(): string {
    return this.#name;
  }

  getVersion(): string {
    return this.#facts.version;
  }

  getAppPath(): string {
    return this.#facts.appPath;
  }

  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  setPath(name: string, path: string): void {
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} is not there`);
    if (name === 'sessionData' && this.#isReady) throw new Error('sessionData must be set before ready');
    this.#paths.set(name, path);
  }

  getLocale(): string {
    return this.#facts.languages[0] ?? 'en';
  }

  getPreferredSystemLanguages(): string[] {
    return [...this.#facts.languages];
  }

  setAppUserModelId(): void {}

  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
  }

  /** Only on macOS, where windows decide whether the app stands in the dock. */
  get setActivationPolicy(): undefined {
    return undefined;
  }

  requestSingleInstanceLock(): boolean {
    this.#lock ??= InstanceLock.take(this.getPath('userData'), (argv, workingDirectory) =>
      this.emit('second-instance', {}, argv, workingDirectory, null),
    );
    return this.#lock !== null;
  }

  hasSingleInstanceLock(): boolean {
    return this.#lock !== null;
  }

  getLoginItemSettings(): never {
    throw new Error('app.getLoginItemSettings is for macOS and Windows.');
  }

  setLoginItemSettings(): never {
    throw new Error('app.setLoginItemSettings is for macOS and Windows.');
  }

  /** Nothing is started; a test reads what would have been. */
  relaunch(options: unknown): void {
    this.relaunches.push(options);
  }

  quit(): void {
    let prevented = false;
    const event = { preventDefault: () => (prevented = true) };
    this.emit('before-quit', event);
    if (prevented) return;
    for (const window of this.#windows().getAllWindows()) {
      window.close();
      if (!window.isDestroyed()) return;
    }
    this.emit('will-quit', event);
    if (!prevented) this.exit(0);
  }

  exit(code = 0): void {
    if (this.#exiting) return;
    this.#exiting = true;
    for (const window of this.#windows().getAllWindows()) window.destroy();
    this.emit('quit', {}, code);
    this.#lock?.release();
    process.exit(code);
  }
}
