import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { createDisk, type Disk, type DiskFile } from '../../../src-main/core/lib/disk.ts';

/** Which operation fails: the `at`-th from 1; `forever` keeps every later one failing, as a full disk does. */
export interface DiskFault {
  readonly at: number;
  readonly forever: boolean;
  readonly code: 'ENOSPC' | 'EIO';
}

/** The real disk until the fault strikes. A write that fails leaves half of its bytes behind. */
export class FailingDisk implements Disk {
  readonly #real = createDisk(process.platform, systemClock);
  #fault: DiskFault | null = null;
  #operations = 0;

  /** Operations so far, counted from the last `arm`. */
  get operations(): number {
    return this.#operations;
  }

  /** Counts from zero again; `fault` null makes the disk good. */
  arm(fault: DiskFault | null): void {
    this.#fault = fault;
    this.#operations = 0;
  }

  async open(path: string, flags: 'r' | 'wx', mode?: number): Promise<DiskFile> {
    this.#step('open');
    const file = await this.#real.open(path, flags, mode);
    return {
      stat: () => file.stat(),
      read: (buffer, offset, length) => file.read(buffer, offset, length),
      chmod: async (wanted) => {
        this.#step('chmod');
        await file.chmod(wanted);
      },
      writeFile: async (data) => {
        try {
          this.#step('write');
        } catch (error) {
          await file.writeFile(data.subarray(0, data.length / 2));
          throw error;
        }
        await file.writeFile(data);
      },
      sync: async () => {
        this.#step('sync');
        await file.sync();
      },
      close: async () => {
        await file.close(); // a descriptor is free after close, whatever close reports
        this.#step('close');
      },
    };
  }

  async rename(from: string, to: string): Promise<void> {
    this.#step('rename');
    await this.#real.rename(from, to);
  }

  async unlink(path: string): Promise<void> {
    this.#step('unlink');
    await this.#real.unlink(path);
  }

  async readdir(folder: string): Promise<string[]> {
    this.#step('readdir');
    return this.#real.readdir(folder);
  }

  async makeFolder(path: string, mode: number): Promise<{ created: boolean }> {
    this.#step('mkdir');
    return this.#real.makeFolder(path, mode);
  }

  async chmod(path: string, mode: number): Promise<void> {
    this.#step('chmod');
    await this.#real.chmod(path, mode);
  }

  async syncFolder(path: string): Promise<void> {
    this.#step('sync folder');
    await this.#real.syncFolder(path);
  }

  #step(name: string): void {
    this.#operations += 1;
    const fault = this.#fault;
    if (fault === null || this.#operations < fault.at) return;
    if (this.#operations > fault.at && !fault.forever) return;
    throw Object.assign(new Error(`${fault.code}: ${name} refused by the test`), { code: fault.code });
  }
}
