/** Planted secrets, and the search for them in everything that a program leaves behind. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A secret by the name under which a leak is told. */
export interface Canary {
  readonly name: string;
  readonly value: string;
}

/** Something in which no secret may be: what it is, and its bytes. */
export interface Evidence {
  readonly where: string;
  readonly bytes: Buffer;
  /** Names of secrets that this very thing is meant to show. */
  readonly mayShow?: readonly string[];
}

/** A piece of this many characters of a secret is a leak too. */
const PIECE_LENGTH = 16;

/** Every leak as one line; empty where there is none. */
export function findLeaks(canaries: readonly Canary[], evidence: readonly Evidence[]): readonly string[] {
  const pieces = new Map<string, string>();
  for (const { name, value: secret } of canaries) {
    const value = asBytes(secret);
    for (let at = 0; at + PIECE_LENGTH <= value.length; at += 1) {
      const piece = value.slice(at, at + PIECE_LENGTH);
      // What several secrets begin with (`sk-ant-oat01-…`) tells nothing of any of them.
      pieces.set(piece, pieces.has(piece) && pieces.get(piece) !== name ? '' : name);
    }
  }
  return evidence.flatMap((one) => {
    const text = one.bytes.toString('latin1');
    const found = new Set([...foundPieces(text, pieces), ...foundWhole(text, canaries)]);
    return [...found]
      .filter((name) => !one.mayShow?.includes(name))
      .map((name) => `${name} stands in ${one.where}`);
  });
}

function foundPieces(text: string, pieces: ReadonlyMap<string, string>): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at + PIECE_LENGTH <= text.length; at += 1) {
    const name = pieces.get(text.slice(at, at + PIECE_LENGTH));
    if (name) found.push(name);
  }
  return found;
}

function foundWhole(text: string, canaries: readonly Canary[]): readonly string[] {
  return canaries
    .filter(({ value }) => formsOf(value).some((form) => text.includes(form)))
    .map(({ name }) => name);
}

/** A secret as it is, and the ways in which programs write bytes as text. */
export function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [
    asBytes(value),
    encodeURIComponent(value),
    asBytes(JSON.stringify(value).slice(1, -1)),
    asBytes(JSON.stringify(JSON.stringify(value)).slice(3, -3)),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...base64Cores(bytes),
    Buffer.from(value, 'utf16le').toString('latin1'),
  ];
}

/** One character for each byte of the text's UTF-8, which is how evidence is read too. */
function asBytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** The parts of a base64 text that depend on nothing but the secret, wherever in a longer text it stands. */
function base64Cores(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((shift) => {
    const core = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** All files below a folder but the excepted ones, unpacked where they are packed. */
export function filesBelow(folder: string, except: readonly string[]): readonly Evidence[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !except.includes(name) && statSync(join(folder, name)).isFile())
    .map((name) => {
      const bytes = readFileSync(join(folder, name));
      return { where: `the file ${name}`, bytes: name.endsWith('.gz') ? gunzipSync(bytes) : bytes };
    });
}
