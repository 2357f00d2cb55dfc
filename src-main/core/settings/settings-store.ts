import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { localized } from '../../../src-shared/i18n/localized.ts';
import type { Clock } from '../lib/clock.ts';
import type { Closer } from '../lib/closer.ts';
import { Emitter } from '../lib/emitter.ts';
import { failLocalized } from '../lib/localized-failure.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { type CheckedDocument, checkDocument } from './check-document.ts';
import { type ConfClass, type ConfInstance, confOptions } from './conf-class.ts';
import { addsLiteralSecret } from './literal-secrets.ts';
import { type ParsedSettings, parseSettings } from './parse-settings.ts';
import { MAX_FILE_BYTES } from './read-document.ts';
import type { Settings, SettingsOrigin, SettingsSource } from './settings.ts';
import type { SettingsDocument } from './settings-document.ts';
import type { OpenedSettings, SettingsReports } from './settings-file.ts';
import { SETTINGS_MIGRATIONS } from './settings-migrations.ts';
import { fileProblem, problemOf, problemText } from './settings-problem.ts';
import { errorCodeOf, readSettingsText } from './settings-text.ts';
import { sayOfSettings, says } from './statement.ts';
import { copyAside, isJsonMapping, makePrivate, moveAside } from './store-file.ts';
import { identityOf, watchFile } from './watch-file.ts';

/** The app's own settings. Only this process writes them; the user may edit the file meanwhile. */
export interface SettingsStore extends SettingsSource, Closer {
  /** The document behind `current()`. */
  document(): SettingsDocument;
  /**
   * Replaces the document by `change` of it: checked first, durable when this returns, then heard by
   * subscribers. Nothing changes where it fails: `settings-invalid` names the key, `settings-secret` means
   * that the file would come to hold a secret in clear, `settings-write-failed` that the disk refused.
   */
  update(change: (document: SettingsDocument) => SettingsDocument): Result<Settings, SettingsUpdateFailure>;
}

/** Why a change of the settings was not made. */
export type SettingsUpdateFailure = 'settings-invalid' | 'settings-secret' | 'settings-write-failed';

/** Where the settings are and who hears about them. */
export interface SettingsStoreOptions extends SettingsReports {
  /** The data folder, absolute. */
  readonly dir: string;
  readonly clock: Clock;
  /** Version of the app, for migrations. */
  readonly version: string;
  readonly migrations?: Readonly<Record<string, (store: ConfInstance) => void>>;
}

const PRIVATE_FOLDER_MODE = 0o700;

/**
 * Opens `config.json` in the data folder; it is made where there is none. A file that is not JSON is moved
 * aside under a dated name and told as a warning; wrong values in a readable file are errors with their
 * line, and that file is left alone.
 */
export async function openSettings(
  Base: ConfClass,
  options: SettingsStoreOptions,
): Promise<OpenedSettings<SettingsStore>> {
  const { dir, clock, version, migrations = SETTINGS_MIGRATIONS } = options;
  const path = join(dir, 'config.json');
  try {
    mkdirSync(dir, { recursive: true, mode: PRIVATE_FOLDER_MODE });
    if (existsSync(path)) {
      const text = await readSettingsText(path);
      if (!text.ok && text.error.code !== 'not-utf8') return { ok: false, errors: [text.error] };
      if (text.ok && isJsonMapping(text.value)) makePrivate(path);
      else
        options.onWarnings([
          fileProblem(path, 'set-aside', says('file.setAside', { aside: moveAside(path, clock) })),
        ]);
    }
    // Taken before the reading, so that a change during it is noticed.
    const since = await identityOf(path);
    const conf = new Base(confOptions(dir, version, migrations));
    const raw = documentIn(conf);
    const checked = checkDocument(raw);
    if (!checked.ok) return { ok: false, errors: await errorsIn(path) };
    const store = new ConfSettingsStore(conf, path, options, raw, checked);
    store.watch(since);
    return { ok: true, source: store };
  } catch (error) {
    const errors = existsSync(path) ? await errorsIn(path) : [];
    const problem = fileProblem(path, 'unreadable', says('file.cannotOpen', { reason: errorCodeOf(error) }));
    return { ok: false, errors: errors.length > 0 ? errors : [problem] };
  }
}

type Checked = Extract<CheckedDocument, { ok: true }>;

class ConfSettingsStore implements SettingsStore {
  readonly origin: SettingsOrigin = { readOnlyFile: null };
  readonly #conf: ConfInstance;
  readonly #path: string;
  readonly #options: SettingsStoreOptions;
  readonly #changes: Emitter<Settings>;
  /** What the file held when it was last read or written. */
  #raw: Record<string, unknown>;
  #checked: Checked;
  #watch: Disposable | undefined;
  #telling: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(
    conf: ConfInstance,
    path: string,
    options: SettingsStoreOptions,
    raw: Record<string, unknown>,
    checked: Checked,
  ) {
    this.#conf = conf;
    this.#path = path;
    this.#options = options;
    this.#changes = new Emitter((error) => options.onListenerError(error));
    this.#raw = raw;
    this.#checked = checked;
  }

  watch(since: string): void {
    this.#tellWarnings();
    this.#watch = watchFile(this.#path, since, this.#options.clock, () => this.#reload());
  }

  current(): Settings {
    return this.#checked.settings;
  }

  document(): SettingsDocument {
    return this.#checked.document;
  }

  subscribe(listener: (settings: Settings) => void): Disposable {
    return this.#changes.subscribe(listener);
  }

  update(change: (document: SettingsDocument) => SettingsDocument): Result<Settings, SettingsUpdateFailure> {
    const readable = this.#adoptEdit();
    const before = this.#checked.document;
    const next = change(before);
    if (isDeepStrictEqual(next, before)) return ok(this.current());

    const checked = checkDocument(next);
    if (!checked.ok) {
      const problem = problemOf(checked.errors[0]!, { file: null, locate: () => null });
      return refuse('settings-invalid', (locale) =>
        sayOfSettings(locale)('refused.problem', { problem: problemText(problem, locale) }),
      );
    }
    const text = JSON.stringify(checked.document, null, '\t');
    if (Buffer.byteLength(text) > MAX_FILE_BYTES) {
      return refuse('settings-invalid', (locale) =>
        sayOfSettings(locale)('refused.tooLarge', { max: MAX_FILE_BYTES }),
      );
    }
    if (addsLiteralSecret(before, checked.document)) {
      return refuse('settings-secret', (locale) => sayOfSettings(locale)('refused.secret'));
    }
    // As the file will give it back, so that the watch does not take our own writing for an edit.
    const raw = JSON.parse(text) as Record<string, unknown>;
    try {
      if (!readable) this.#keepUnreadableEdit();
      this.#conf.store = raw;
    } catch (error) {
      return fail('settings-write-failed', `${this.#path} could not be written (${errorCodeOf(error)}).`);
    }
    this.#put(raw, checked);
    return ok(checked.settings);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#watch?.[Symbol.dispose]();
    await this.#telling;
  }

  #reload(): void {
    if (this.#adoptEdit()) return;
    this.#tell(async () => {
      const errors = await errorsIn(this.#path);
      if (errors.length > 0) this.#options.onRefused(errors);
    });
  }

  /** Takes over what the user wrote into the file. False where the file holds something that cannot be used. */
  #adoptEdit(): boolean {
    // A file that was removed is no edit: the next update writes it again.
    if (this.#closed || !existsSync(this.#path)) return true;
    let raw: Record<string, unknown>;
    try {
      raw = documentIn(this.#conf);
    } catch {
      return false;
    }
    if (isDeepStrictEqual(raw, this.#raw)) return true;
    const checked = checkDocument(raw);
    if (!checked.ok) return false;
    this.#put(raw, checked);
    this.#tellWarnings();
    return true;
  }

  #put(raw: Record<string, unknown>, checked: Checked): void {
    this.#raw = raw;
    this.#checked = checked;
    this.#changes.emit(checked.settings);
  }

  #keepUnreadableEdit(): void {
    const aside = copyAside(this.#path, this.#options.clock);
    this.#options.onWarnings([fileProblem(this.#path, 'set-aside', says('file.editSetAside', { aside }))]);
  }

  #tellWarnings(): void {
    if (this.#checked.warnings.length === 0) return;
    this.#tell(async () => {
      const parsed = await parseFile(this.#path);
      if (parsed.ok && parsed.warnings.length > 0) this.#options.onWarnings(parsed.warnings);
    });
  }

  /** Places in the file are looked up apart, because that takes a parser of its own. */
  #tell(report: () => Promise<void>): void {
    this.#telling = this.#telling
      .then(report)
      .catch((error: unknown) => this.#options.onListenerError(error));
  }
}

/** The document without conf's own bookkeeping, as a plain object. */
function documentIn(conf: ConfInstance): Record<string, unknown> {
  return { ...conf.store };
}

/** Reads the file once more for what conf does not tell: the lines. */
async function parseFile(path: string): Promise<ParsedSettings> {
  const text = await readSettingsText(path);
  return text.ok
    ? parseSettings(text.value, { file: path, format: 'json' })
    : { ok: false, errors: [text.error] };
}

async function errorsIn(path: string) {
  const parsed = await parseFile(path);
  return parsed.ok ? [] : parsed.errors;
}

function refuse(code: SettingsUpdateFailure, wordsIn: Parameters<typeof localized>[0]) {
  return failLocalized(code, localized(wordsIn));
}
