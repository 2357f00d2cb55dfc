import { homedir } from 'node:os';
import type { Command } from 'commander';
import type { ManagementClient } from '../../../src-shared/contract/client.ts';
import type { Reply } from '../../../src-shared/contract/reply.ts';
import { commandWordsEn } from '../../../src-shared/i18n/command-words-en.ts';
import { commandWordsZhCn } from '../../../src-shared/i18n/command-words-zh-cn.ts';
import type { Locale } from '../../../src-shared/i18n/locale.ts';
import { createSay, type Say } from '../../../src-shared/i18n/message.ts';
import type { ReasonText } from '../../../src-shared/i18n/reason-format.ts';
import { defaultDataFolder } from '../../shell/data-folder.ts';
import { CommandFailure } from '../command-failure.ts';
import type { CommandIo } from '../command-io.ts';
import { connectToInstance } from '../control-client.ts';
import { localeOfEnvironment } from '../environment-locale.ts';

/** Narrowest and usual width of a terminal, in columns. */
const USUAL_WIDTH = 80;

/** What every command works with: its streams, its language, and the running instance. */
export class CommandContext {
  readonly io: CommandIo;
  readonly locale: Locale;
  readonly say: Say<typeof commandWordsEn>;
  readonly #program: Command;

  constructor(io: CommandIo, program: Command) {
    this.io = io;
    this.#program = program;
    this.locale = localeOfEnvironment(io.env);
    this.say = createSay<typeof commandWordsEn>(this.locale === 'en' ? commandWordsEn : commandWordsZhCn);
  }

  /** Columns that a table may take. */
  get width(): number {
    return Math.max(USUAL_WIDTH, this.io.stdout.columns ?? USUAL_WIDTH);
  }

  /** What happened and what to do about it, as one text. */
  sentences({ sentence, advice }: ReasonText): string {
    if (advice === null) return sentence;
    return this.locale === 'en' ? `${sentence} ${advice}` : `${sentence}${advice}`;
  }

  /** Writes a result to stdout. */
  print(line: string): void {
    this.io.stdout.write(`${line}\n`);
  }

  printJson(value: unknown): void {
    this.print(JSON.stringify(value, null, 2));
  }

  /** Writes a hint to stderr, where it is in no script's way. */
  note(line: string): void {
    this.io.stderr.write(`${line}\n`);
  }

  /** The running instance of the data folder. Throws a `CommandFailure` that says how to start one. */
  async connect(): Promise<ManagementClient> {
    const client = await connectToInstance(this.folder(), this.locale);
    if (client === null) throw this.#noInstance();
    return client;
  }

  /** The value of a reply. Throws a `CommandFailure` with the reply's own sentence. */
  unwrap<Value>(reply: Reply<Value>): Value {
    if (reply.ok) return reply.value;
    // `run.json` may be left of an instance that was killed.
    if (reply.error.code === 'unreachable') throw this.#noInstance();
    if (reply.error.code === 'invalid_answer') throw new CommandFailure(this.say('instance.answer'));
    throw new CommandFailure(reply.error.message);
  }

  /** A command to type, for the same data folder as this one. */
  commandLine(words: string): string {
    const chosen = this.#chosenFolder();
    return `npx rota ${words}${chosen === null ? '' : ` --data-dir ${quoted(chosen)}`}`;
  }

  folder(): string {
    return (
      this.#chosenFolder() ?? defaultDataFolder({ ...this.io, homeDir: this.io.env['HOME'] || homedir() })
    );
  }

  #chosenFolder(): string | null {
    return this.#program.opts<{ readonly dataDir?: string }>().dataDir || null;
  }

  #noInstance(): CommandFailure {
    const command = this.commandLine('start');
    return new CommandFailure(this.say('instance.none', { folder: this.folder(), command }));
  }
}

/** A text as one word of a POSIX shell. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
