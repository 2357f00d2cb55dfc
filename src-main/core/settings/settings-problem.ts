/** Where a value stands in a document: mapping keys and list indexes from the outside in. */
export type Path = readonly (string | number)[];

/** A place in a text file; both count from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** Finds the place of a path, or of its nearest ancestor that stands in the text. */
export type Locate = (path: Path) => TextPlace | null;

/** Stable codes of what makes a settings document unusable. */
export type SettingsErrorCode =
  | 'syntax'
  | 'empty'
  | 'not-utf8'
  | 'too-large'
  | 'too-many-aliases'
  | 'unknown-format'
  | 'unreadable'
  | 'missing-key'
  | 'wrong-value'
  | 'duplicate-account'
  | 'duplicate-oauth-provider'
  | 'unknown-provider'
  | 'unknown-account'
  | 'unknown-oauth-provider'
  | 'host-not-allowed';

/** Stable codes of what is worth telling although the document is usable. */
export type SettingsWarningCode =
  | 'unknown-key'
  | 'unused-keys'
  | 'unsupported-provider'
  | 'unsupported-candidate'
  | 'old-token-url'
  | 'empty-secret'
  | 'plain-http'
  | 'host-replaced'
  | 'strategy-replaced'
  | 'set-aside'
  | 'not-imported';

/** Something to say about one place of a document, before it is known which file and line that is. */
export interface Finding<Code extends string = SettingsErrorCode | SettingsWarningCode> {
  readonly code: Code;
  readonly path: Path;
  /** Completes the sentence that begins with the key, e.g. `must be true or false`; never quotes a value that may be a secret. */
  readonly says: string;
}

/** An error or a warning as the user reads it. */
export interface SettingsProblem {
  readonly code: SettingsErrorCode | SettingsWarningCode;
  /** One sentence with file, line and key, as far as they are known; holds no secret. */
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** e.g. `providers[2].base_url`; empty for the document as a whole. */
  readonly key: string;
}

/** Where the findings of one document were found. */
export interface FindingSource {
  readonly file: string | null;
  readonly locate: Locate;
}

/** Puts file, line and key in front of a finding. */
export function problemOf(finding: Finding, source: FindingSource): SettingsProblem {
  const place = source.locate(finding.path);
  const key = keyText(finding.path);
  const at = place === null ? '' : `, line ${place.line}, column ${place.column}`;
  const where = source.file === null ? '' : `${source.file}${at}: `;
  return {
    code: finding.code,
    message: `${where}${key === '' ? 'the document' : key} ${finding.says}.`,
    file: source.file,
    line: place?.line ?? null,
    column: place?.column ?? null,
    key,
  };
}

/** A problem of a file as a whole. */
export function fileProblem(file: string, code: SettingsProblem['code'], says: string): SettingsProblem {
  return problemOf({ code, path: [], says }, { file, locate: () => null });
}

/** All problems as lines of text, the first ones only where there are many. */
export function describeProblems(problems: readonly SettingsProblem[], most = 10): string {
  const lines = problems.slice(0, most).map((problem) => problem.message);
  const rest = problems.length - lines.length;
  return [...lines, ...(rest > 0 ? [`… and ${rest} more.`] : [])].join('\n');
}

/** A path in the form in which people write one: `model_routes["*sonnet*"][0].provider`. */
export function keyText(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(part) && shown(part) === part)
      text += text === '' ? part : `.${part}`;
    else text += `[${quoted(part)}]`;
  }
  return text;
}

/** A name from the document in quotes. A text that may be a misplaced secret is not repeated. */
export function quoted(name: string): string {
  return JSON.stringify(shown(name));
}

function shown(name: string): string {
  const secretLike = name.length > 60 || /^sk-|\b(bearer|ey[A-Za-z0-9]{10})/i.test(name);
  return secretLike ? '…' : name;
}
