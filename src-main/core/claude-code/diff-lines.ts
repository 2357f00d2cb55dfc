import { OUR_VARIABLES } from './connection.ts';
import { outlined, rawVariable } from './env-edits.ts';
import { maskedLine, maskedValue } from './masked-value.ts';

/** One line of a change; secrets are masked. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Unchanged lines shown around a change. */
const CONTEXT_LINES = 3;
/** Longest line shown whole, in UTF-16 units; a file that is one long line shows only our variables. */
const MAX_LINE_LENGTH = 400;
/** Most cells of the table that finds the longest common part. */
const MAX_TABLE_CELLS = 250_000;

const GAP: DiffLine = { kind: 'same', text: '…' };

/** How `before` becomes `after`, as lines with a little context; empty where nothing changes. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  if (before === after) return [];
  const old = linesOf(before);
  const now = linesOf(after);
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const changed = changedLines(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  if (changed.some(({ text }) => text.length > MAX_LINE_LENGTH)) return changedVariables(before, after);

  const from = Math.max(0, head - CONTEXT_LINES);
  const to = Math.min(tail, CONTEXT_LINES);
  const lines = [
    ...(from > 0 ? [GAP] : []),
    ...old.slice(from, head).map(same),
    ...changed,
    ...old.slice(old.length - tail, old.length - tail + to).map(same),
    ...(to < tail ? [GAP] : []),
  ];
  return lines.map(({ kind, text }) => ({
    kind,
    text: text.length > MAX_LINE_LENGTH ? '…' : maskedLine(text),
  }));
}

const same = (text: string): DiffLine => ({ kind: 'same', text });

/** Lines without their ends: a change of line ends alone is none of ours. */
function linesOf(text: string): readonly string[] {
  const bare = text.replace(/^\ufeff/, '').replace(/\r?\n$/, '');
  return bare === '' ? [] : bare.split(/\r?\n/);
}

/** The classic longest common subsequence; whole blocks where the table would be too large. */
function changedLines(old: readonly string[], now: readonly string[]): readonly DiffLine[] {
  const removed = (text: string): DiffLine => ({ kind: 'removed', text });
  const added = (text: string): DiffLine => ({ kind: 'added', text });
  if (old.length * now.length > MAX_TABLE_CELLS) return [...old.map(removed), ...now.map(added)];

  // common[i][j]: length of the longest common part of old from i and now from j
  const common = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      common[i]![j] =
        old[i] === now[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push(same(old[i]!));
      i += 1;
      j += 1;
    } else if (i < old.length && (j === now.length || common[i + 1]![j]! >= common[i]![j + 1]!)) {
      lines.push(removed(old[i]!));
      i += 1;
    } else {
      lines.push(added(now[j]!));
      j += 1;
    }
  }
  return lines;
}

function changedVariables(before: string, after: string): readonly DiffLine[] {
  const old = outlined(before);
  const now = outlined(after);
  const line = (kind: DiffLine['kind'], name: string, raw: string): DiffLine => ({
    kind,
    text: `"${name}": ${maskedValue(name, raw)}`,
  });
  const changed = OUR_VARIABLES.flatMap((name): DiffLine[] => {
    const was = rawVariable(old, name);
    const is = rawVariable(now, name);
    if (was === is) return [];
    return [
      ...(was === null ? [] : [line('removed', name, was)]),
      ...(is === null ? [] : [line('added', name, is)]),
    ];
  });
  return [GAP, ...changed, GAP];
}
