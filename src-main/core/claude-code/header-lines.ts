/** `ANTHROPIC_CUSTOM_HEADERS`: lines of "Name: value", of which one may be ours and all others are the user's. */

/** The header that carries the client key beside Claude Code's own login. */
const KEY_HEADER = 'x-rota-key';

/** The lines with ours at the end, in place of one that was there. */
export function withKeyLine(lines: string | null, key: string): string {
  const others = lines === null ? null : withoutKeyLine(lines);
  if (others === null) return `${KEY_HEADER}: ${key}`;
  return `${others}${others.endsWith('\n') ? '' : '\n'}${KEY_HEADER}: ${key}`;
}

/** The user's own lines; null where there is none. */
export function withoutKeyLine(lines: string): string | null {
  const others = lines
    .split('\n')
    .filter((line) => nameOf(line) !== KEY_HEADER)
    .join('\n');
  return others.trim() === '' ? null : others;
}

/** The key in our line; null where there is no such line. */
export function keyInLines(lines: string): string | null {
  const line = lines.split('\n').find((one) => nameOf(one) === KEY_HEADER);
  return line === undefined ? null : line.slice(line.indexOf(':') + 1).trim();
}

/** Whether two texts hold the same lines, blank ones aside. */
export function sameLines(one: string | null, other: string | null): boolean {
  return meant(one) === meant(other);
}

const meant = (lines: string | null) =>
  (lines ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');

const nameOf = (line: string) =>
  line
    .slice(0, Math.max(0, line.indexOf(':')))
    .trim()
    .toLowerCase();
