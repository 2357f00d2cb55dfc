import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../lib/clock.ts';
import type { Closer } from '../lib/closer.ts';
import { Emitter } from '../lib/emitter.ts';
import { type ParsedSettings, parseSettings } from './parse-settings.ts';
import { formatOfFile, type SettingsFormat } from './read-document.ts';
import type { Settings, SettingsOrigin, SettingsSource } from './settings.ts';
import { fileProblem, type SettingsProblem } from './settings-problem.ts';
import { readSettingsText, type SettingsText } from './settings-text.ts';
import { says } from './statement.ts';
import { identityOf, watchFile } from './watch-file.ts';

/** What the owner of the settings tells about a file. */
export interface SettingsReports {
  /** Warnings of the version that has just come into force; not called where there are none. */
  onWarnings(warnings: readonly SettingsProblem[]): void;
  /** A changed file cannot be used; the last good settings stay in force. */
  onRefused(errors: readonly SettingsProblem[]): void;
  /** A subscriber threw. */
  onListenerError(error: unknown): void;
}

/** A settings file of the user: read, watched, and never written. */
export type SettingsFile = SettingsSource & Closer;

/** An opened source of settings, or everything that is wrong with it. */
export type OpenedSettings<Source> =
  | { readonly ok: true; readonly source: Source }
  | { readonly ok: false; readonly errors: readonly SettingsProblem[] };

/**
 * Opens the file of `--config`. A later edit is in force within 3 s, also where the file is replaced by
 * rename; an edit that cannot be used is reported and changes nothing.
 */
export async function openSettingsFile(
  options: { readonly path: string; readonly clock: Clock } & SettingsReports,
): Promise<OpenedSettings<SettingsFile>> {
  const file = resolve(options.path);
  const format = formatOfFile(file);
  if (format === null) {
    return {
      ok: false,
      errors: [fileProblem(file, 'unknown-format', says('file.ending'))],
    };
  }
  // Taken before the reading, so that a change during it is noticed.
  const since = await identityOf(file);
  const text = await readSettingsText(file);
  const parsed = await judge(text, { file, format });
  if (!parsed.ok) return parsed;
  const source = new WatchedSettingsFile({ file, format }, options, text, parsed);
  source.watch(since, options.clock);
  return { ok: true, source };
}

type Judged = Extract<ParsedSettings, { ok: true }>;

class WatchedSettingsFile implements SettingsSource, Closer {
  readonly origin: SettingsOrigin;
  readonly #about: { readonly file: string; readonly format: SettingsFormat };
  readonly #reports: SettingsReports;
  readonly #changes: Emitter<Settings>;
  #settings: Settings;
  /** What was judged last, so that a touched file is no change and one mistake is told once. */
  #judged: SettingsText;
  #watch: Disposable | undefined;
  #reloading: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(
    about: { readonly file: string; readonly format: SettingsFormat },
    reports: SettingsReports,
    text: SettingsText,
    first: Judged,
  ) {
    this.origin = { readOnlyFile: about.file };
    this.#about = about;
    this.#reports = reports;
    this.#changes = new Emitter((error) => reports.onListenerError(error));
    this.#judged = text;
    this.#settings = first.settings;
    this.#warn(first);
  }

  watch(since: string, clock: Clock): void {
    this.#watch = watchFile(this.#about.file, since, clock, () => this.#reload());
  }

  current(): Settings {
    return this.#settings;
  }

  subscribe(listener: (settings: Settings) => void): Disposable {
    return this.#changes.subscribe(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#watch?.[Symbol.dispose]();
    await this.#reloading;
  }

  #reload(): void {
    // One at a time, so that an older text never overtakes a newer one.
    this.#reloading = this.#reloading
      .then(() => this.#reloadOnce())
      .catch((error: unknown) => this.#reports.onListenerError(error));
  }

  async #reloadOnce(): Promise<void> {
    const text = await readSettingsText(this.#about.file);
    if (this.#closed || isDeepStrictEqual(text, this.#judged)) return;
    const parsed = await judge(text, this.#about);
    if (this.#closed) return;
    this.#judged = text;
    if (!parsed.ok) {
      this.#reports.onRefused(parsed.errors);
      return;
    }
    this.#settings = parsed.settings;
    this.#warn(parsed);
    this.#changes.emit(parsed.settings);
  }

  #warn(parsed: Judged): void {
    if (parsed.warnings.length > 0) this.#reports.onWarnings(parsed.warnings);
  }
}

async function judge(
  text: SettingsText,
  about: { readonly file: string; readonly format: SettingsFormat },
): Promise<ParsedSettings> {
  return text.ok ? parseSettings(text.value, about) : { ok: false, errors: [text.error] };
}
