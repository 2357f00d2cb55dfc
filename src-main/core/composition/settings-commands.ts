import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { SettingsDocument } from '../settings/settings-document.ts';
import type { SettingsStore } from '../settings/settings-store.ts';

/** Changes the app's own settings; refused with `read_only` where a `--config` file is in charge (`store` is null). */
export class SettingsCommands {
  readonly #store: SettingsStore | null;

  constructor(store: SettingsStore | null) {
    this.#store = store;
  }

  get isReadOnly(): boolean {
    return this.#store === null;
  }

  /** Durable and in force when it returns; nothing changes where it fails. */
  update(change: (document: SettingsDocument) => SettingsDocument): Result<void, ErrorCode> {
    if (!this.#store) return fail('read_only', 'The settings come from a --config file; change them there.');
    const updated = this.#store.update(change);
    if (updated.ok) return ok(undefined);
    const { code, message } = updated.error;
    switch (code) {
      case 'settings-invalid':
      case 'settings-secret':
        return fail('invalid_input', message);
      case 'settings-write-failed':
        return fail('write_failed', message);
      default:
        return assertNever(code);
    }
  }
}
