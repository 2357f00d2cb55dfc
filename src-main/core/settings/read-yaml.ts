import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { ReadDocument } from './read-document.ts';
import type { Locate, Path, SettingsErrorCode, TextPlace } from './settings-problem.ts';
import { type Statement, says } from './statement.ts';

/** Most `*alias` uses in one file: twice for each of the most providers. Nested aliases multiply, so their product is bounded too. */
const MAX_ALIASES = 2_000;

/** What the parser's codes mean. Its own messages quote the text, which may hold secrets. */
const SYNTAX_ERRORS: Partial<Record<YAMLError['code'], Statement>> = {
  BAD_ALIAS: says('yaml.badAlias'),
  BAD_INDENT: says('yaml.badIndent'),
  BAD_DQ_ESCAPE: says('yaml.badEscape'),
  BLOCK_AS_IMPLICIT_KEY: says('yaml.valueAsKey'),
  DUPLICATE_KEY: says('yaml.keyTwice'),
  MISSING_CHAR: says('yaml.missingCharacter'),
  MULTIPLE_DOCS: says('yaml.severalDocuments'),
  TAB_AS_INDENT: says('yaml.tab'),
};

/** Reads YAML 1.2 with the merge keys (`<<`) of 1.1, which the older programs allowed. */
export function readYaml(text: string): ReadDocument {
  const { document, places } = parse(text);
  const refuse = (code: SettingsErrorCode, statement: Statement, offset: number | null) =>
    ({ ok: false, code, says: statement, place: offset === null ? null : placeAt(places, offset) }) as const;
  const error = document.errors[0];
  if (error !== undefined) {
    return refuse('syntax', SYNTAX_ERRORS[error.code] ?? says('syntax.yaml'), offsetOf(error, document));
  }
  const aliases = countAliases(document);
  if (aliases.undefinedAt !== null) return refuse('syntax', SYNTAX_ERRORS.BAD_ALIAS!, aliases.undefinedAt);
  const tooMany = () => refuse('too-many-aliases', says('yaml.tooManyAliases'), null);
  if (aliases.count > MAX_ALIASES) return tooMany();
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return { ok: true, value, locate: (path) => locate(document.contents, path, places) };
  } catch (error) {
    if (error instanceof ReferenceError) return tooMany();
    throw error;
  }
}

/** How many aliases there are, up to one more than are allowed, and where the first one stands that names nothing above it. */
function countAliases(document: Document.Parsed): { count: number; undefinedAt: number | null } {
  const anchors = new Set<string>();
  let count = 0;
  let undefinedAt: number | null = null;
  visit(document, (_key, node) => {
    if (isNode(node) && 'anchor' in node && typeof node.anchor === 'string') anchors.add(node.anchor);
    if (!isAlias(node)) return undefined;
    count++;
    if (!anchors.has(node.source)) undefinedAt ??= node.range?.[0] ?? 0;
    return count > MAX_ALIASES ? visit.BREAK : undefined;
  });
  return { count, undefinedAt };
}

/** Where an error begins: for a quote that is never closed, the quote itself and not the end of the text. */
function offsetOf(error: YAMLError, document: Document.Parsed): number {
  let offset = error.pos[0];
  if (error.code !== 'MISSING_CHAR') return offset;
  visit(document, {
    Scalar: (_key, { type, range }) => {
      if (type?.startsWith('QUOTE') && range && range[0] < offset && offset <= range[1]) offset = range[0];
    },
  });
  return offset;
}

/** Finds places in a text of which it is known that it is valid; parses it when the first place is asked for. */
export function locateInYaml(text: string): Locate {
  let parsed: ReturnType<typeof parse> | undefined;
  return (path) => {
    parsed ??= parse(text);
    return locate(parsed.document.contents, path, parsed.places);
  };
}

function parse(text: string) {
  const places = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: places,
    prettyErrors: false,
    logLevel: 'error',
    merge: true,
  });
  return { document, places };
}

/** The place of the key (in a list: of the item) at `path`, or of the innermost part of the path that stands in the text. */
function locate(root: ParsedNode | null, path: Path, places: LineCounter): TextPlace | null {
  let node: unknown = root;
  let offset: number | undefined;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(part),
      );
      if (pair === undefined) break;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      if (node === undefined) break;
      offset = startOf(node) ?? offset;
    } else if (isAlias(node)) {
      break;
    }
  }
  return offset === undefined ? null : placeAt(places, offset);
}

function startOf(node: unknown): number | undefined {
  const range: unknown =
    typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  return Array.isArray(range) ? range[0] : undefined;
}

function placeAt(places: LineCounter, offset: number): TextPlace {
  const { line, col } = places.linePos(offset);
  return { line: Math.max(1, line), column: col };
}
