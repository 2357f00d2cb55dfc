import type { Locale } from '../../../src-shared/i18n/locale.ts';
import { inWords, type Statement, sayOfSettings } from './statement.ts';

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
  | 'duplicate-route'
  | 'unknown-provider'
  | 'unknown-account'
  | 'unknown-oauth-provider'
  | 'rename-circle'
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
  readonly says: Statement;
}

/** An error or a warning as the user reads it. */
export interface SettingsProblem {
  readonly code: SettingsErrorCode | SettingsWarningCode;
  readonly says: Statement;
  /** One sentence in English with file, line and key, as far as they are known; holds no secret. */
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
  const problem = {
    code: finding.code,
    says: finding.says,
    file: source.file,
    line: place?.line ?? null,
    column: place?.column ?? null,
    key: keyText(finding.path),
  };
  return { ...problem, message: problemText(problem, 'en') };
}

/** The sentence of a problem in one language. */
export function problemText(problem: Omit<SettingsProblem, 'message'>, locale: Locale): string {
  const { file, line, column, key } = problem;
  const say = sayOfSettings(locale);
  const statement = inWords(problem.says, locale);
  const sentence =
    key === ''
      ? say('sentence.document', { says: statement })
      : say('sentence.key', { key, says: statement });
  const end = /[?？]$/.test(sentence) ? '' : say('sentence.end');
  return `${placeText(file, line, column, say)}${sentence}${end}`;
}

function placeText(
  file: string | null,
  line: number | null,
  column: number | null,
  say: ReturnType<typeof sayOfSettings>,
): string {
  if (file === null) return '';
  return line === null || column === null
    ? say('place.file', { file })
    : say('place.line', { file, line, column });
}

/** A problem of a file as a whole. */
export function fileProblem(file: string, code: SettingsProblem['code'], says: Statement): SettingsProblem {
  return problemOf({ code, path: [], says }, { file, locate: () => null });
}

/** All problems as lines of text, the first ones only where there are many. */
export function describeProblems(problems: readonly SettingsProblem[], locale: Locale, most = 10): string {
  const lines = problems.slice(0, most).map((problem) => problemText(problem, locale));
  const count = problems.length - lines.length;
  return [...lines, ...(count > 0 ? [sayOfSettings(locale)('sentence.more', { count })] : [])].join('\n');
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
