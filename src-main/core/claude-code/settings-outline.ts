/**
 * Where things stand in the text of a settings file: the members of the outer object and those of `env`, each
 * with its place. Values deeper down are passed over, so that neither depth nor size matters.
 *
 * Only strict JSON is taken: Claude Code does not load a file with comments or trailing commas (seen in 2.1.197
 * and 2.1.330), so a change to one would help nobody. Of members with one name the last counts, as in `JSON.parse`.
 */
import { type ParseError, parse } from 'jsonc-parser';
import { fail, ok, type Result } from '../lib/result.ts';

/** Offsets into the text; `end` is the first that no longer belongs to it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Member {
  readonly name: string;
  /** The name with its quotes. */
  readonly key: Span;
  readonly value: Span;
}

export interface ObjectOutline {
  /** From `{` to the offset behind `}`. */
  readonly span: Span;
  readonly members: readonly Member[];
}

/** What a settings file is, as far as our keys go. */
export interface SettingsOutline {
  readonly text: string;
  /** null = nothing but white space, which Claude Code takes for no settings at all. */
  readonly root: ObjectOutline | null;
  readonly env: EnvOutline;
}

export type EnvOutline =
  | { readonly kind: 'absent' }
  /** `null`: the member is there without an object. */
  | { readonly kind: 'null'; readonly member: Member }
  | { readonly kind: 'object'; readonly member: Member; readonly object: ObjectOutline };

/** Reads the places, or says why the file cannot be changed; the clause holds nothing of the file. */
export function readOutline(text: string): Result<SettingsOutline, 'claude_settings_invalid'> {
  const json = text.replace(/^\ufeff/, '');
  if (/^[ \t\r\n]*$/.test(json)) return ok({ text, root: null, env: { kind: 'absent' } });
  try {
    JSON.parse(json);
  } catch {
    return invalid(
      `it is not valid JSON${lineOfFirstError(text)}; Claude Code does not load it either, so mend it first`,
    );
  }
  const start = text.length - json.length + json.search(/[^ \t\r\n]/);
  if (text[start] !== '{') return invalid('its content is not an object');
  const root = outlineObject(text, start);
  const member = memberOf(root, 'env');
  if (member === null) return ok({ text, root, env: { kind: 'absent' } });
  switch (text[member.value.start]) {
    case '{':
      return ok({
        text,
        root,
        env: { kind: 'object', member, object: outlineObject(text, member.value.start) },
      });
    case 'n':
      return ok({ text, root, env: { kind: 'null', member } });
    default:
      return invalid('its "env" is not an object; Claude Code does not load it either, so mend it first');
  }
}

/** The member that counts: the last one of that name. */
export function memberOf(object: ObjectOutline, name: string): Member | null {
  return object.members.findLast((member) => member.name === name) ?? null;
}

/** The text of a value as it stands in the file. */
export function rawValue(text: string, member: Member): string {
  return text.slice(member.value.start, member.value.end);
}

/** The members of the object whose `{` stands at `start`, in a text that is known to be valid. */
function outlineObject(text: string, start: number): ObjectOutline {
  const members: Member[] = [];
  let at = pastBlanks(text, start + 1);
  while (text[at] !== '}') {
    const key = { start: at, end: pastValue(text, at) };
    const name = JSON.parse(text.slice(key.start, key.end)) as string;
    const colon = pastBlanks(text, key.end);
    const valueStart = pastBlanks(text, colon + 1);
    const value = { start: valueStart, end: pastValue(text, valueStart) };
    members.push({ name, key, value });
    at = pastBlanks(text, value.end);
    if (text[at] === ',') at = pastBlanks(text, at + 1);
  }
  return { span: { start, end: at + 1 }, members };
}

function pastBlanks(text: string, start: number): number {
  let at = start;
  while (BLANK.has(text[at]!)) at += 1;
  return at;
}

/** The offset behind the value that begins at `start`. */
function pastValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    const character = text[at]!;
    if (character === '"') {
      at = pastString(text, at);
    } else if (character === '{' || character === '[') {
      depth += 1;
      at += 1;
    } else if (character === '}' || character === ']') {
      depth -= 1;
      at += 1;
    } else if (depth > 0) {
      at += 1;
    } else {
      // A number, true, false or null.
      while (!ENDS_WORD.has(text[at]!)) at += 1;
    }
  } while (depth > 0);
  return at;
}

function pastString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

const BLANK = new Set([' ', '\t', '\r', '\n']);
const ENDS_WORD = new Set([...BLANK, ',', '}', ']']);

/** Where the text ceases to be JSON. `JSON.parse` does not always say, and quotes what it read. */
function lineOfFirstError(text: string): string {
  const errors: ParseError[] = [];
  try {
    parse(text.replace(/^\ufeff/, ' '), errors, { disallowComments: true, allowTrailingComma: false });
  } catch {
    return ''; // nested too deeply for this parser, which only helps to find the place
  }
  const [first] = errors;
  return first === undefined ? '' : ` (line ${text.slice(0, first.offset).split('\n').length})`;
}

const invalid = (message: string) => fail('claude_settings_invalid', message);
