import type { Finding, Path, SettingsErrorCode, SettingsWarningCode } from './settings-problem.ts';
import type { Statement } from './statement.ts';

/** Collects what is wrong or worth telling while a document is read. */
export class Findings {
  readonly errors: Finding<SettingsErrorCode>[] = [];
  readonly warnings: Finding<SettingsWarningCode>[] = [];

  error(code: SettingsErrorCode, path: Path, says: Statement): void {
    this.errors.push({ code, path, says });
  }

  warn(code: SettingsWarningCode, path: Path, says: Statement): void {
    this.warnings.push({ code, path, says });
  }
}
