import { createHash } from 'node:crypto';
import {
  type FSWatcher,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type OnSecond = (argv: readonly string[], workingDirectory: string) => void;

/** The lock between two starts on one `userData` folder; the second start leaves its command line for the first. */
export class InstanceLock {
  readonly #folder: string;
  readonly #watcher: FSWatcher;

  private constructor(folder: string, onSecond: OnSecond) {
    this.#folder = folder;
    this.#watcher = watch(folder, { persistent: false }, () => readRequests(folder, onSecond));
  }

  /** Takes the lock, or hands this process's command line to its owner and answers null. */
  static take(userData: string, onSecond: OnSecond): InstanceLock | null {
    const name = createHash('sha256').update(userData).digest('hex').slice(0, 16);
    const folder = join(tmpdir(), `electron-double-lock-${name}`);
    mkdirSync(folder, { recursive: true });
    const ownerFile = join(folder, 'owner');
    for (;;) {
      try {
        writeFileSync(ownerFile, String(process.pid), { flag: 'wx' });
        break;
      } catch {
        if (isAlive(Number(readFileSync(ownerFile, 'utf8')))) {
          const request = JSON.stringify({ argv: process.argv, cwd: process.cwd() });
          writeFileSync(join(folder, `second-${process.pid}.tmp`), request);
          renameSync(join(folder, `second-${process.pid}.tmp`), join(folder, `second-${process.pid}.json`));
          return null;
        }
        rmSync(ownerFile, { force: true });
      }
    }
    return new InstanceLock(folder, onSecond);
  }

  release(): void {
    this.#watcher.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function readRequests(folder: string, onSecond: OnSecond): void {
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.json'))) {
    const path = join(folder, name);
    try {
      const { argv, cwd } = JSON.parse(readFileSync(path, 'utf8')) as { argv: string[]; cwd: string };
      rmSync(path);
      onSecond(argv, cwd);
    } catch {
      // Half written; the next event comes when it is whole.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
