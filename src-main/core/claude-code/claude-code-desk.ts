import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import { type Failure, fail, ok, type Result } from '../lib/result.ts';
import type { Secret } from '../lib/secret.ts';
import type { Logger } from '../logging/logger.ts';
import { BASE_URL, OUR_VARIABLES, type OurVariable, type OwnGateway } from './connection.ts';
import type { ConnectionBook, ConnectionRecord } from './connection-book.ts';
import type { ConnectionState } from './connection-state.ts';
import { cannotBeChanged, inspectSettings, readSettings } from './inspect-settings.ts';
import { createOwnership } from './ownership.ts';
import {
  type PlannedChange,
  type Preview,
  planConnection,
  planDisconnection,
  previewOf,
} from './planned-change.ts';
import { encodeSettings, fingerprintOf } from './settings-bytes.ts';
import { removeFolders, removeLeftovers, removeSettingsFile, writeSettingsFile } from './settings-file.ts';
import { readOutline } from './settings-outline.ts';
import { type Place, type PlaceSurroundings, type Scope, settingsPlace } from './settings-place.ts';

/** The gateway as a settings file names it. */
export interface ClaudeCodeGateway {
  /** An address that a program on this machine can call, e.g. `http://127.0.0.1:9090`. */
  baseUrl(): string;
  /** A client key in force; null where there is none of that name. */
  key(name: string | null): Secret | null;
  isKey(text: string): boolean;
}

export interface ClaudeCodeDeskOptions {
  readonly book: ConnectionBook;
  readonly gateway: ClaudeCodeGateway;
  readonly surroundings: PlaceSurroundings;
  readonly logger: Logger;
}

/** A settings file that somebody means. */
export interface AskedPlace {
  readonly scope: Scope;
  readonly folder?: string | undefined;
  readonly configDir?: string | undefined;
}

export interface AskedConnection extends AskedPlace {
  readonly keepSignIn: boolean;
  /** Name of a bound client key. */
  readonly key?: string | undefined;
}

/** The fingerprint of a preview; a file that is another by now is not written. */
interface AskedState {
  readonly fingerprint?: string | undefined;
}

/** One settings file and how it stands. */
export interface FileStanding {
  readonly scope: Scope;
  readonly folder: string | null;
  readonly file: string;
  readonly state: ConnectionState['kind'] | 'unreadable';
  readonly baseUrl: string | null;
  readonly keepSignIn: boolean;
  readonly problem: Failure<ErrorCode> | null;
}

type Planned = Result<PlannedChange, ErrorCode>;

/** Points Claude Code's settings files at this gateway, and back. One change at a time. */
export class ClaudeCodeDesk {
  readonly #options: ClaudeCodeDeskOptions;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ClaudeCodeDeskOptions) {
    this.#options = options;
  }

  /** The user's file, and every other one that was connected. */
  async standings(): Promise<readonly FileStanding[]> {
    const own = settingsPlace({ scope: 'user' }, this.#options.surroundings);
    const places: Place[] = own.ok ? [own.value] : [];
    for (const record of this.#options.book.list()) {
      if (places.every(({ path }) => path !== record.path)) places.push(record);
    }
    return Promise.all(places.map((place) => this.#standing(place)));
  }

  /** What one file says, whether it was connected or not. */
  inspect(path: string): Promise<Result<ConnectionState, ErrorCode>> {
    return inspectSettings(path, this.#ownGateway(), this.#options.book.find(path)?.memory ?? null);
  }

  async preview(asked: AskedConnection): Promise<Result<Preview, ErrorCode>> {
    const planned = await this.#planConnection(asked);
    return planned.ok ? ok(previewOf(planned.value)) : planned;
  }

  async previewDisconnect(asked: AskedPlace): Promise<Result<Preview, ErrorCode>> {
    const planned = await this.#planDisconnection(asked);
    return planned.ok ? ok(previewOf(planned.value)) : planned;
  }

  connect(asked: AskedConnection & AskedState): Promise<Result<FileStanding, ErrorCode>> {
    return this.#inTurn(async () => this.#carryOut(await this.#planConnection(asked), asked));
  }

  disconnect(asked: AskedPlace & AskedState): Promise<Result<FileStanding, ErrorCode>> {
    return this.#inTurn(async () => this.#carryOut(await this.#planDisconnection(asked), asked));
  }

  /**
   * Brings every remembered file up to date: after a start, when the address may be another, when files that a
   * clean quit took out are put back and what a crash left half done is cleared; and after a key was replaced.
   */
  settle(): Promise<void> {
    return this.#inTurn(async () => {
      for (const record of this.#options.book.list()) {
        const settled = await this.#settle(record);
        if (!settled.ok) {
          this.#warn('A settings file of Claude Code could not be brought up to date', settled.error);
        }
      }
    });
  }

  /** Takes our variables out of every connected file until the next `settle`; for a clean quit. */
  suspend(): Promise<void> {
    return this.#inTurn(async () => {
      for (const record of this.#options.book.list().filter(({ suspended }) => !suspended)) {
        const taken = await this.#suspend(record);
        if (!taken.ok) this.#warn('A settings file of Claude Code stays connected', taken.error);
      }
    });
  }

  /** Files that stay connected while nobody runs. */
  connectedFiles(): readonly string[] {
    return this.#options.book
      .list()
      .filter(({ suspended }) => !suspended)
      .map(({ path }) => path);
  }

  async #settle(record: ConnectionRecord): Promise<Result<void, ErrorCode>> {
    await removeLeftovers(record.path);
    const ours = await this.#oursIn(record);
    if (!ours.ok) return ours;
    if (!record.suspended && ours.value.size === 0) return this.#forgetUnused(record);
    // Its user has pointed it elsewhere since.
    if (!record.suspended && !ours.value.has(BASE_URL)) return ok(undefined);
    const done = await this.#carryOut(await this.#planWrite(record, record.keepSignIn, record.keyName));
    return done.ok ? ok(undefined) : done;
  }

  async #suspend(record: ConnectionRecord): Promise<Result<void, ErrorCode>> {
    const ours = await this.#oursIn(record);
    if (!ours.ok) return ours;
    if (ours.value.size === 0) return this.#forgetUnused(record);
    const planned = await planDisconnection(record, this.#ownGateway(), record);
    if (!planned.ok) return planned;
    const toBePutBack = ours.value.has(BASE_URL) ? { ...record, suspended: true } : null;
    const done = await this.#carryOut(ok({ ...planned.value, record: toBePutBack }));
    return done.ok ? ok(undefined) : done;
  }

  /** Which of our variables stand in a remembered file with a value of ours. */
  async #oursIn({ path, memory }: ConnectionRecord): Promise<Result<ReadonlySet<OurVariable>, ErrorCode>> {
    const opened = await readSettings(path);
    if (!opened.ok) return opened;
    const outline = readOutline(opened.value.settings.text);
    if (!outline.ok) return cannotBeChanged(path, outline.error.message);
    const isOurs = createOwnership(outline.value, this.#ownGateway(), memory);
    return ok(new Set(OUR_VARIABLES.filter((name) => isOurs(name))));
  }

  /** The change was never made, or its user has undone it: either way nobody expects us there. */
  async #forgetUnused({ path, madeFolder }: ConnectionRecord): Promise<Result<void, ErrorCode>> {
    if (madeFolder !== null) await removeFolders(dirname(path), madeFolder);
    return this.#options.book.forget(path);
  }

  async #planConnection(asked: AskedConnection): Promise<Planned> {
    const place = await this.#placeOf(asked);
    return place.ok ? this.#planWrite(place.value, asked.keepSignIn, asked.key ?? null) : place;
  }

  async #planWrite(place: Place, keepSignIn: boolean, keyName: string | null): Promise<Planned> {
    const { gateway, book } = this.#options;
    const key = gateway.key(keyName);
    if (key === null) return fail('key_unknown', `There is no client key called “${keyName}”.`);
    const connection = { baseUrl: gateway.baseUrl(), key: key.reveal(), keepSignIn };
    return planConnection(place, connection, keyName, this.#ownGateway(), book.find(place.path));
  }

  async #planDisconnection(asked: AskedPlace): Promise<Planned> {
    const place = await this.#placeOf(asked);
    if (!place.ok) return place;
    return planDisconnection(place.value, this.#ownGateway(), this.#options.book.find(place.value.path));
  }

  /** Memory first, then the file, then the memory of what is settled now; see the head of `connection-book.ts`. */
  async #carryOut(planned: Planned, asked: AskedState = {}): Promise<Result<FileStanding, ErrorCode>> {
    if (!planned.ok) return planned;
    const { place, read, record } = planned.value;
    if (asked.fingerprint !== undefined && asked.fingerprint !== read.fingerprint) {
      return fail(
        'claude_settings_changed',
        `${place.path} changed since it was shown; look at the change again.`,
      );
    }
    const { book } = this.#options;
    const known = book.find(place.path);
    if (record !== null) {
      // Until the file is written, a file that a clean quit took out is still to be put back.
      const saved = await book.save({ ...record, suspended: record.suspended || known?.suspended === true });
      if (!saved.ok) return saved;
    }
    const written = await this.#write(planned.value, known);
    if (!written.ok) {
      await (known === null ? book.forget(place.path) : book.save(known));
      return written;
    }
    const remembered = await this.#remember(place, record, written.value);
    return remembered.ok ? ok(await this.#standing(place)) : remembered;
  }

  /** Resolves with the folder that had to be made, or null. */
  async #write(
    { read, after }: PlannedChange,
    known: ConnectionRecord | null,
  ): Promise<Result<string | null, ErrorCode>> {
    if (after === null) {
      if (read.kind === 'absent') return ok(null);
      const removed = await removeSettingsFile(read, known?.madeFolder ?? null);
      return removed.ok ? ok(null) : removed;
    }
    const bytes = encodeSettings(after);
    if (fingerprintOf(bytes) === read.fingerprint) return ok(null);
    const written = await writeSettingsFile(read, bytes);
    return written.ok ? ok(written.value.madeFolder) : written;
  }

  async #remember(
    { path }: Place,
    record: ConnectionRecord | null,
    madeFolder: string | null,
  ): Promise<Result<void, ErrorCode>> {
    const { book } = this.#options;
    if (record === null) return book.forget(path);
    if (record.suspended) return ok(undefined); // saved as it is before the write
    return book.save({ ...record, madeFolder: madeFolder ?? record.madeFolder });
  }

  async #standing({ scope, folder, path: file }: Place): Promise<FileStanding> {
    const inspected = await this.inspect(file);
    if (!inspected.ok) {
      const problem = inspected.error;
      return { scope, folder, file, state: 'unreadable', baseUrl: null, keepSignIn: false, problem };
    }
    const { kind: state, baseUrl, keepSignIn } = inspected.value;
    return { scope, folder, file, state, baseUrl, keepSignIn, problem: null };
  }

  async #placeOf(asked: AskedPlace): Promise<Result<Place, ErrorCode>> {
    const place = settingsPlace(asked, this.#options.surroundings);
    if (!place.ok || place.value.folder === null) return place;
    const isFolder = await stat(place.value.folder).then(
      (found) => found.isDirectory(),
      () => false,
    );
    return isFolder ? place : fail('invalid_input', `There is no folder ${place.value.folder}.`);
  }

  #ownGateway(): OwnGateway {
    const { gateway } = this.#options;
    return { baseUrl: gateway.baseUrl(), isKey: (text) => gateway.isKey(text) };
  }

  #warn(message: string, { code, message: detail }: Failure): void {
    this.#options.logger.warn(message, { code, detail });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {}); // whoever asked hears of it
    return turn;
  }
}
