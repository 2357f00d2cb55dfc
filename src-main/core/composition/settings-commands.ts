import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { SettingsDocument } from '../settings/settings-document.ts';
import type { SettingsStore, SettingsUpdateFailure } from '../settings/settings-store.ts';

const READ_ONLY = fail('read_only', 'The settings come from a --config file; change them there.');

/** Changes the app's own settings; refused with `read_only` where a `--config` file is in charge (`store` is null). */
export class SettingsCommands {
  readonly #store: SettingsStore | null;

  constructor(store: SettingsStore | null) {
    this.#store = store;
  }

  get isReadOnly(): boolean {
    return this.#store === null;
  }

  /** The document as it is now. */
  document(): Result<SettingsDocument, ErrorCode> {
    return this.#store ? ok(this.#store.document()) : READ_ONLY;
  }

  /** Durable and in force when it returns; nothing changes where it fails. */
  update(change: (document: SettingsDocument) => SettingsDocument): Result<void, ErrorCode> {
    return this.edit((document) => ok(change(document)));
  }

  /** As `update`, for a change that may itself be refused. */
  edit(change: (document: SettingsDocument) => Result<SettingsDocument, ErrorCode>): Result<void, ErrorCode> {
    if (!this.#store) return READ_ONLY;
    let refused: Result<never, ErrorCode> | null = null;
    const updated = this.#store.update((document) => {
      const changed = change(document);
      if (changed.ok) return changed.value;
      refused = changed;
      return document;
    });
    if (refused !== null) return refused;
    if (updated.ok) return ok(undefined);
    return { ok: false, error: { ...updated.error, code: codeOf(updated.error.code) } };
  }
}

function codeOf(failure: SettingsUpdateFailure): ErrorCode {
  switch (failure) {
    case 'settings-invalid':
    case 'settings-secret':
      return 'settings_invalid';
    case 'settings-write-failed':
      return 'write_failed';
    default:
      return assertNever(failure);
  }
}
