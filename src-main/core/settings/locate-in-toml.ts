import type { Locate, Path, TextPlace } from './settings-problem.ts';

/**
 * Finds the lines of keys in a TOML text that is known to be valid; the parser itself tells places of syntax
 * errors only. Goes by lines: headers, `key = value`, and values that run over several lines. What stands
 * inside an inline table or array is found at the line where that begins.
 */
export function locateInToml(text: string): Locate {
  const places = new Map<string, TextPlace>();
  const arrayIndexes = new Map<string, number>();
  let table: Path = [];
  let open: OpenValue = null;

  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (open !== null) {
      open = continueValue(line, 0, open);
      continue;
    }
    const start = line.search(/\S/);
    if (start < 0 || line[start] === '#') continue;
    const here = { line: index + 1, column: start + 1 };
    const header = /^\s*(\[\[?)/.exec(line);
    if (header !== null) {
      const keys = keysAt(line, header[0].length);
      table = enterTable(keys.path, header[1] === '[[', arrayIndexes);
      // A table may be opened again by its sub-tables; the first place is where it stands.
      if (!places.has(JSON.stringify(table))) places.set(JSON.stringify(table), here);
      continue;
    }
    const keys = keysAt(line, start);
    places.set(JSON.stringify([...table, ...keys.path]), here);
    const equals = line.indexOf('=', keys.end);
    if (equals >= 0) open = continueValue(line, equals + 1, { quote: null, depth: 0 });
  }

  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const place = places.get(JSON.stringify(path.slice(0, length)));
      if (place !== undefined) return place;
    }
    return null;
  };
}

/** The path that a header opens: names of arrays of tables are followed by the index of their newest table. */
function enterTable(names: readonly string[], isArray: boolean, arrayIndexes: Map<string, number>): Path {
  const path: (string | number)[] = [];
  for (const [index, name] of names.entries()) {
    path.push(name);
    const key = JSON.stringify(path);
    if (isArray && index === names.length - 1) arrayIndexes.set(key, (arrayIndexes.get(key) ?? -1) + 1);
    const newest = arrayIndexes.get(key);
    if (newest !== undefined) path.push(newest);
  }
  return path;
}

/** The dotted key that begins at `from`, and where it ends. */
function keysAt(line: string, from: number): { path: string[]; end: number } {
  const part = /\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(\.?)/y;
  part.lastIndex = from;
  const path: string[] = [];
  let end = from;
  for (let match = part.exec(line); match !== null; match = part.exec(line)) {
    path.push(match[1] ?? match[2] ?? match[3] ?? '');
    end = part.lastIndex;
    if (match[4] === '') break;
  }
  return { path, end };
}

/** A value that the line so far has not closed: inside a string of three quotes, or inside brackets. */
type OpenValue = { readonly quote: '"""' | "'''" | null; readonly depth: number } | null;

/** Follows a value through one line and tells what of it is still open at the end. */
function continueValue(line: string, from: number, value: NonNullable<OpenValue>): OpenValue {
  let { quote, depth } = value;
  for (let at = from; at < line.length; at++) {
    const triple = line.slice(at, at + 3);
    if (quote !== null) {
      if (quote === '"""' && line[at] === '\\') at++;
      else if (triple === quote) {
        quote = null;
        at += 2;
      }
    } else if (triple === '"""' || triple === "'''") {
      quote = triple;
      at += 2;
    } else if (line[at] === '"' || line[at] === "'") {
      at = endOfString(line, at);
    } else if (line[at] === '#') {
      break;
    } else if (line[at] === '[' || line[at] === '{') {
      depth++;
    } else if (line[at] === ']' || line[at] === '}') {
      depth--;
    }
  }
  return quote === null && depth <= 0 ? null : { quote, depth };
}

function endOfString(line: string, from: number): number {
  const quote = line[from];
  for (let at = from + 1; at < line.length; at++) {
    if (quote === '"' && line[at] === '\\') at++;
    else if (line[at] === quote) return at;
  }
  return line.length;
}
