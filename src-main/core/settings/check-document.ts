import type { z } from 'zod';
import { Findings } from './findings.ts';
import { normalise } from './normalise.ts';
import { toCurrentShape } from './older-formats.ts';
import type { Settings } from './settings.ts';
import { type SettingsDocument, settingsDocumentSchema } from './settings-document.ts';
import type { Finding, Path, SettingsErrorCode, SettingsWarningCode } from './settings-problem.ts';
import { ofIssue } from './statement.ts';
import { unknownKeyWarnings } from './unknown-keys.ts';

/** What a document in memory comes to; findings carry the paths of the document as it was given. */
export type CheckedDocument =
  | {
      readonly ok: true;
      readonly settings: Settings;
      /** The document in today's shape, with the keys that Rota does not know. */
      readonly document: SettingsDocument;
      readonly warnings: readonly Finding<SettingsWarningCode>[];
    }
  | { readonly ok: false; readonly errors: readonly Finding<SettingsErrorCode>[] };

/** Reads a document of any of the three shapes. Pure: looks up no file and no environment variable. */
export function checkDocument(raw: unknown): CheckedDocument {
  const shape = toCurrentShape(raw);
  const findings = new Findings();
  const read = settingsDocumentSchema.safeParse(shape.document);
  const settings = read.success ? normalise(read.data, shape.skippedProviders, findings) : null;
  const schemaErrors = read.success ? [] : read.error.issues.flatMap((issue) => findingsOf(issue, []));

  const inFile = <F extends Finding>(finding: F): F => ({ ...finding, path: shape.sourceOf(finding.path) });
  const errors = [...shape.errors, ...[...schemaErrors, ...findings.errors].map(inFile)];
  if (settings === null || errors.length > 0) return { ok: false, errors: withoutRepeats(errors) };
  const unknown = unknownKeyWarnings(settingsDocumentSchema, shape.document);
  return {
    ok: true,
    settings,
    document: shape.document as SettingsDocument,
    warnings: [...shape.warnings, ...[...findings.warnings, ...unknown].map(inFile)],
  };
}

function findingsOf(issue: z.core.$ZodIssue, outer: Path): Finding<SettingsErrorCode>[] {
  const path = [...outer, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
  if (issue.code === 'invalid_union') {
    // The alternative whose container fits says what is wrong inside it; else the union speaks for itself.
    const fitting = issue.errors.find((issues) => issues.every((inner) => inner.path.length > 0));
    if (fitting !== undefined) return fitting.flatMap((inner) => findingsOf(inner, path));
  }
  const says = ofIssue(issue.message);
  return [{ code: says.id === 'missing' ? 'missing-key' : 'wrong-value', path, says }];
}

/** One wrong value that several entries share is one error. */
function withoutRepeats(findings: readonly Finding<SettingsErrorCode>[]): Finding<SettingsErrorCode>[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = JSON.stringify(finding);
    return !seen.has(key) && seen.add(key);
  });
}
