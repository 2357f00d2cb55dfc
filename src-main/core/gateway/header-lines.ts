/**
 * The header lines of a message as they came. Most are passed on without anybody looking at them, so nothing is taken
 * out of them before it is asked for, and what is kept goes out as runs of the text that came in. A text has one
 * character for each byte (latin1) throughout.
 */

const COLON = 0x3a;
const CR = 0x0d;
const LF = 0x0a;

/** By byte: the lower-case one of what may stand in a name (a token of RFC 9110 section 5.6.2), 0 for all others. */
const IN_NAME = tableOf(/[!#$%&'*+\-.^_`|~0-9A-Za-z]/, (char) => char.toLowerCase().charCodeAt(0));
/** By byte: 1 for what may stand in a value (RFC 9110 section 5.5), and so for no CR, LF or NUL. */
const IN_VALUE = tableOf(/[\t\x20-\x7e\x80-\xff]/, () => 1);

function tableOf(allowed: RegExp, entry: (char: string) => number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => {
    const char = String.fromCharCode(byte);
    return allowed.test(char) ? entry(char) : 0;
  });
}

/** Header names that a line can be held against without taking its name out. Names are in lower case. */
export class HeaderNames {
  readonly #byLength: { readonly name: string; readonly index: number }[][] = [];

  constructor(names: readonly string[]) {
    for (const [index, name] of names.entries()) {
      this.#byLength[name.length] ??= [];
      this.#byLength[name.length]!.push({ name, index });
    }
  }

  /** Which of the names `text` has from `start` to `end` (exclusive), in capitals or not; -1 for none. */
  indexOf(text: string, start: number, end: number): number {
    const alike = this.#byLength[end - start];
    if (alike === undefined) return -1;
    for (const { name, index } of alike) if (isName(text, start, name)) return index;
    return -1;
  }
}

/** True where `name`, in lower case, stands in `text` at `start`. */
function isName(text: string, start: number, name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    if (IN_NAME[text.charCodeAt(start + i)] !== name.charCodeAt(i)) return false;
  }
  return true;
}

/** A token of RFC 9110 section 5.6.2: a header name, a method. */
export const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

export class HeaderLines {
  readonly #text: string;
  /** Where each line begins and where its colon is, in turn; behind them where the last line ends. */
  readonly #marks: readonly number[];

  private constructor(text: string, marks: readonly number[]) {
    this.#text = text;
    this.#marks = marks;
  }

  /**
   * Reads the lines that `text` and `bytes`, which are the same, have from `from` to `to` (exclusive): each with its
   * CRLF, the last one too. Null where a line is none, folded ones included.
   */
  static read(bytes: Uint8Array, text: string, from: number, to: number): HeaderLines | null {
    const marks: number[] = [];
    let at = from;
    // What ends a name or a value ends it at the end of the bytes as well: there is nothing there.
    while (at < to) {
      const start = at;
      while (IN_NAME[bytes[at] ?? 0] !== 0) at++;
      if (at === start || bytes[at] !== COLON) return null;
      marks.push(start, at++);
      while (IN_VALUE[bytes[at] ?? 0] !== 0) at++;
      if (bytes[at] !== CR || bytes[at + 1] !== LF) return null;
      at += 2;
    }
    if (at !== to) return null;
    marks.push(at);
    return new HeaderLines(text, marks);
  }

  /** The lines of a text, each with its CRLF; null where it is anything else. */
  static parse(text: string): HeaderLines | null {
    const bytes = Buffer.from(text, 'latin1');
    // A character that is no byte would lose its upper half, and might be an LF then.
    return bytes.toString('latin1') === text ? HeaderLines.read(bytes, text, 0, bytes.length) : null;
  }

  /** A flat list of names and values, as Node has them. Null where one is none. */
  static of(list: readonly string[]): HeaderLines | null {
    let text = '';
    for (let i = 0; i < list.length; i += 2) {
      const [name, value] = [list[i]!, list[i + 1]!];
      if (!isHeader(name, value)) return null;
      text += `${name}: ${value}\r\n`;
    }
    return HeaderLines.parse(text);
  }

  get count(): number {
    return this.#marks.length >> 1;
  }

  /** The value under `name` (in lower case), several joined with a comma; undefined where there is none. */
  get(name: string): string | undefined {
    let found: string | undefined;
    for (let line = this.#next(name, 0); line >= 0; line = this.#next(name, line + 1)) {
      const value = this.value(line);
      found = found === undefined ? value : `${found}, ${value}`;
    }
    return found;
  }

  /** The name of a line in lower case. */
  name(line: number): string {
    return this.#text.slice(this.#marks[2 * line]!, this.#marks[2 * line + 1]!).toLowerCase();
  }

  /** The value of a line, without the blanks around it (RFC 9112 section 5.1). */
  value(line: number): string {
    const text = this.#text;
    let start = this.#marks[2 * line + 1]! + 1;
    let end = this.#marks[2 * line + 2]! - 2;
    while (start < end && isBlank(text.charCodeAt(start))) start++;
    while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
    return text.slice(start, end);
  }

  /** Which of `names` a line has; -1 for none. */
  indexIn(names: HeaderNames, line: number): number {
    return names.indexOf(this.#text, this.#marks[2 * line]!, this.#marks[2 * line + 1]!);
  }

  /** True where the name of a line is one of `names`. */
  isOneOf(line: number, names: HeaderNames): boolean {
    return this.indexIn(names, line) >= 0;
  }

  /** True where a line has this name, in lower case. */
  isNamed(line: number, name: string): boolean {
    const start = this.#marks[2 * line]!;
    return this.#marks[2 * line + 1]! - start === name.length && isName(this.#text, start, name);
  }

  /** True where the name of a line begins with `prefix`, in lower case. */
  hasPrefix(line: number, prefix: string): boolean {
    const start = this.#marks[2 * line]!;
    return this.#marks[2 * line + 1]! - start >= prefix.length && isName(this.#text, start, prefix);
  }

  /** The lines from `from` to `to` (exclusive) as they came, each with its CRLF. */
  text(from = 0, to = this.count): string {
    return this.#text.slice(this.#marks[2 * from]!, this.#marks[2 * to]!);
  }

  /** The lines whose names begin with `prefix` (in lower case) as they came, each with its CRLF. */
  linesWithPrefix(prefix: string): string {
    let text = '';
    // Lines of a kind mostly stand together, and are taken out together.
    for (let line = 0; line < this.count; line++) {
      const from = line;
      while (line < this.count && this.hasPrefix(line, prefix)) line++;
      if (line > from) text += this.text(from, line);
    }
    return text;
  }

  /** Values by their names in lower case, several joined with a comma. */
  record(): Record<string, string> {
    const names = Array.from({ length: this.count }, (_, line) => this.name(line));
    return Object.fromEntries(names.map((name) => [name, this.get(name)!]));
  }

  /** Names as they came and values, in turn, as Node has them. */
  list(): string[] {
    const list: string[] = [];
    for (let line = 0; line < this.count; line++) {
      list.push(this.#text.slice(this.#marks[2 * line]!, this.#marks[2 * line + 1]!), this.value(line));
    }
    return list;
  }

  #next(name: string, from: number): number {
    for (let line = from; line < this.count; line++) if (this.isNamed(line, name)) return line;
    return -1;
  }
}

const isBlank = (code: number) => code === 0x20 || code === 0x09;

/** A header that cannot be sent: it would end its line early. */
export class InvalidHeaderError extends Error {
  override readonly name = 'InvalidHeaderError';
  readonly code = 'ERR_INVALID_CHAR';

  constructor(name: string) {
    super(`The header "${name}" has characters that HTTP does not allow.`);
  }
}

const isHeader = (name: string, value: string) => NAME.test(name) && VALUE.test(value);

/** One line with its CRLF. Throws `InvalidHeaderError`. */
export function headerLine(name: string, value: string): string {
  if (!isHeader(name, value)) throw new InvalidHeaderError(name);
  return `${name}: ${value}\r\n`;
}
