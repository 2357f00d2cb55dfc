import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** A TypeScript file of this folder in a process of its own, read line by line. Whoever starts it ends it. */
export class ScriptProcess {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  readonly lines: string[] = [];
  readonly #exited: Promise<unknown>;
  readonly #finished: Promise<unknown>;
  readonly #reader;

  constructor(script: string, args: readonly string[]) {
    this.process = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#exited = once(this.process, 'exit');
    this.#reader = createInterface({ input: this.process.stdout });
    this.#reader.on('line', (line) => this.lines.push(line));
    this.#finished = Promise.all([this.#exited, once(this.#reader, 'close')]);
  }

  /** The line with this index, as soon as the child has written it; undefined when it ends before. */
  async line(index: number): Promise<string | undefined> {
    while (this.lines.length <= index) {
      const more = await Promise.race([
        once(this.#reader, 'line').then(() => true),
        this.#finished.then(() => false),
      ]);
      if (!more) break;
    }
    return this.lines[index];
  }

  /** Ends the child without warning and waits until it is gone and its output read. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.#finished;
  }

  /** Closes the child's stdin and waits until it is gone. */
  async end(): Promise<void> {
    this.process.stdin.end();
    await this.#finished;
  }
}
