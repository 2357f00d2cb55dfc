import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ClaudeCodeDesk } from '../../../src-main/core/claude-code/claude-code-desk.ts';
import { ConnectionBook } from '../../../src-main/core/claude-code/connection-book.ts';
import type { Result } from '../../../src-main/core/lib/result.ts';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import { silentLogger } from '../../../src-main/core/logging/logger.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';
import { BASE_URL, KEY, parsed } from '../../unit/claude-code/connecting.ts';

/** A settings file as a person has it. */
export const OWN = '{\n  "model": "opus",\n  "env": {\n    "A": "1"\n  }\n}\n';
export const USER = { scope: 'user', keepSignIn: false } as const;

/** The value of what has to succeed. */
export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

/** A desk with a home folder of its own. A "restart" is a second desk over the same vault and home. */
export class DeskRig implements Disposable {
  readonly #scratch = new ScratchFolder();
  readonly vault = new MemoryVault();
  readonly home = this.#scratch.file('home');
  readonly environment: Record<string, string> = {};
  baseUrl = BASE_URL;
  /** By name; the empty name is the key of the installation. */
  readonly keys = new Map([['', KEY]]);
  desk = this.#open();

  constructor() {
    mkdirSync(this.home);
  }

  /** The user's settings file. */
  get file(): string {
    return this.path('.claude/settings.json');
  }

  get book(): ConnectionBook {
    return new ConnectionBook(this.vault, new ManualClock());
  }

  path(name: string): string {
    return `${this.home}/${name}`;
  }

  write(text: string | Buffer, path = this.file): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  read(path = this.file): string {
    return readFileSync(path, 'utf8');
  }

  exists(path = this.file): boolean {
    return existsSync(path);
  }

  mode(path = this.file): string {
    return (statSync(path).mode & 0o777).toString(8);
  }

  async connect(asked: Partial<Parameters<ClaudeCodeDesk['connect']>[0]> = {}) {
    return value(await this.desk.connect({ ...USER, ...asked }));
  }

  async disconnect() {
    return value(await this.desk.disconnect({ scope: 'user' }));
  }

  /** The variables that the user's settings file sets. */
  env() {
    return parsed(this.read()).env;
  }

  /** As after a new start of the program; what the last one held in memory is gone. */
  async restart(): Promise<void> {
    this.desk = this.#open();
    await this.desk.settle();
  }

  [Symbol.dispose](): void {
    this.#scratch[Symbol.dispose]();
  }

  #open(): ClaudeCodeDesk {
    return new ClaudeCodeDesk({
      book: new ConnectionBook(this.vault, new ManualClock()),
      gateway: {
        baseUrl: () => this.baseUrl,
        key: (name) => {
          const key = this.keys.get(name ?? '');
          return key === undefined ? null : new Secret(key);
        },
        isKey: (text) => [...this.keys.values()].includes(text),
      },
      surroundings: { homeDir: this.home, platform: process.platform, environment: this.environment },
      logger: silentLogger,
    });
  }
}
