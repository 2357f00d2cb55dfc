/** A column of a table for the terminal. */
export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** A flexible column gives way, with an ellipsis, when the table would be too wide; the last one first. */
  readonly flexible?: boolean;
}

const GAP = '  ';

/** Lays out rows under their titles in at most `width` columns, as far as the flexible columns can give way. */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const natural = columns.map((column, index) =>
    Math.max(displayWidth(column.title), ...rows.map((row) => displayWidth(row[index] ?? ''))),
  );
  const widths = shrink(columns, natural, width - GAP.length * (columns.length - 1));
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) => pad(cells[index] ?? '', widths[index] ?? 0, align ?? 'left'))
      .join(GAP)
      .trimEnd();
  return [line(columns.map(({ title }) => title)), ...rows.map(line)].map((text) => `${text}\n`).join('');
}

/** Smallest width to which a flexible column is cut. */
const MIN_FLEXIBLE_WIDTH = 12;

/** The last flexible column gives way first, as far as it can, then the one before it. */
function shrink(
  columns: readonly Column[],
  natural: readonly number[],
  available: number,
): readonly number[] {
  let excess = sum(natural) - available;
  return natural
    .map((width, index) => ({ width, flexible: columns[index]?.flexible === true }))
    .reverse()
    .map(({ width, flexible }) => {
      const given = flexible ? Math.min(Math.max(0, excess), Math.max(0, width - MIN_FLEXIBLE_WIDTH)) : 0;
      excess -= given;
      return width - given;
    })
    .reverse();
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const fitting = displayWidth(text) > width ? cut(text, width) : text;
  const space = ' '.repeat(Math.max(0, width - displayWidth(fitting)));
  return align === 'right' ? space + fitting : fitting + space;
}

function cut(text: string, width: number): string {
  let kept = '';
  for (const character of text) {
    if (displayWidth(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** How many terminal columns a text takes: two for each East Asian wide character (Unicode Standard Annex 11). */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
