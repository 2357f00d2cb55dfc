/**
 * `npm run test:reliability`: plays what can go wrong over real sockets and writes the results into
 * docs/reliability.md. With `--pin` the fault matrix also becomes what the tests expect.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { playAllFaults, renderFaultMatrix } from '../tests/support/fault-cell.ts';

const ROOT = resolve(import.meta.dirname, '..');
const DOCUMENT = resolve(ROOT, 'docs/reliability.md');
const PINNED = resolve(ROOT, 'tests/vectors/fault-matrix.md');

/** Replaces what stands between the two marks of a section. */
function replaceSection(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < 0) throw new Error(`${DOCUMENT} has no section ${name}.`);
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}

const startedAt = performance.now();
const cells = await playAllFaults();
const matrix = renderFaultMatrix(cells);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
const summary = `${cells.length} cells, played in ${seconds} s on Node ${process.versions.node}.`;

writeFileSync(
  DOCUMENT,
  replaceSection(readFileSync(DOCUMENT, 'utf8'), 'fault-matrix', `${summary}\n\n${matrix}`),
);
if (process.argv.includes('--pin')) writeFileSync(PINNED, `${matrix}\n`);
process.stdout.write(`${summary}\nwritten: docs/reliability.md\n`);
