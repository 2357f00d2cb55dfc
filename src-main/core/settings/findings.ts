import type { Finding, Path, SettingsErrorCode, SettingsWarningCode } from './settings-problem.ts';

/** Collects what is wrong or worth telling while a document is read. */
export class Findings {
  readonly errors: Finding<SettingsErrorCode>[] = [];
  readonly warnings: Finding<SettingsWarningCode>[] = [];

  error(code: SettingsErrorCode, path: Path, says: string): void {
    this.errors.push({ code, path, says });
  }

  warn(code: SettingsWarningCode, path: Path, says: string): void {
    this.warnings.push({ code, path, says });
  }
}
