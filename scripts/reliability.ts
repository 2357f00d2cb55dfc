/**
 * `npm run test:reliability`: plays what can go wrong, many times and over real sockets, processes and disks, and
 * writes the figures into docs/reliability.md. Exits with 1 where a goal is missed.
 *
 *     --only PART[,PART…]   plays these parts and leaves the rest of the document as it is
 *     --rounds N            instead of each part's own number
 *     --seed TEXT           instead of a new one; what is left to chance follows from it
 *     --pin                 the fault matrix also becomes what the tests expect
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ALL_PARTS } from '../tests/reliability/all-parts.ts';
import type { PlayOptions } from '../tests/reliability/part.ts';
import { playAllFaults, renderFaultMatrix } from '../tests/support/fault-cell.ts';
import { bundleHeadless } from './bundle.ts';

const ROOT = resolve(import.meta.dirname, '..');
const DOCUMENT = join(ROOT, 'docs/reliability.md');
const PINNED = join(ROOT, 'tests/vectors/fault-matrix.md');
/** Under node_modules, so that the program finds its add-ons; one for each run, since two may run at once. */
const BUILD = join(ROOT, `node_modules/.cache/rota-reliability-${process.pid}`);
const FLEET = join(ROOT, 'tests/support/fleet.ts');

/** A section of the document and what fills it. */
interface Section {
  readonly name: string;
  readonly play: () => Promise<{ readonly markdown: string; readonly misses: readonly string[] }>;
}

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    seed: { type: 'string' },
    pin: { type: 'boolean', default: false },
  },
});
const seed = options.seed ?? Math.random().toString(36).slice(2, 10);

const sections: readonly Section[] = [
  { name: 'fault-matrix', play: playFaultMatrix },
  ...(existsSync(FLEET) ? [{ name: 'fleet', play: playFleet }] : []),
  ...ALL_PARTS.map(({ name, rounds, play }) => ({
    name,
    play: () => play(playOptions(rounds)),
  })),
];
const wanted = options.only?.split(',') ?? sections.map(({ name }) => name);
const unknown = wanted.filter((name) => !sections.some((section) => section.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no part ${unknown.join(', ')}; there are ${sections.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exit(2);
}
for (const name of wanted) sectionIn(readFileSync(DOCUMENT, 'utf8'), name);
process.exitCode = await playSections(sections.filter(({ name }) => wanted.includes(name)));

async function playSections(chosen: readonly Section[]): Promise<0 | 1> {
  await buildProgram();
  process.once('exit', () => rmSync(BUILD, { recursive: true, force: true }));
  let missed = false;
  for (const { name, play } of chosen) {
    process.stdout.write(`\n## ${name}\n\n`);
    const startedAt = performance.now();
    const { markdown, misses } = await play();
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const stamp = `Played on ${new Date().toISOString().slice(0, 10)} in ${seconds} s with Node ${process.versions.node}, seed \`${seed}\`.`;
    replaceSection(name, `${stamp}\n\n${markdown}`);
    process.stdout.write(`${stamp}\n\n${name === 'fault-matrix' ? 'See the document.' : markdown}\n`);
    for (const miss of misses) process.stderr.write(`missed: ${miss}\n`);
    missed ||= misses.length > 0;
  }
  process.stdout.write(`\nwritten: docs/reliability.md\n`);
  return missed ? 1 : 0;
}

/** The crash part kills the real program, made of the sources as they stand. */
async function buildProgram(): Promise<void> {
  await bundleHeadless(BUILD);
  process.env['ROTA_PROGRAM'] = join(BUILD, 'headless/rota.js');
}

function playOptions(rounds: number): PlayOptions {
  const asked = Number(options.rounds ?? rounds);
  if (!Number.isInteger(asked) || asked < 1) throw new Error('--rounds takes a whole number from 1.');
  return { rounds: asked, seed };
}

async function playFaultMatrix() {
  const cells = await playAllFaults();
  const matrix = renderFaultMatrix(cells);
  if (options.pin) writeFileSync(PINNED, `${matrix}\n`);
  const expected = readFileSync(PINNED, 'utf8').trimEnd();
  const misses = matrix === expected ? [] : ['the fault matrix is not the one that the tests expect'];
  return { markdown: `${cells.length} cells.\n\n${matrix}`, misses };
}

async function playFleet() {
  const { playFleet: play } = (await import(pathToFileURL(FLEET).href)) as {
    readonly playFleet: () => Promise<{ readonly markdown: string; readonly ok: boolean }>;
  };
  const { markdown, ok } = await play();
  return { markdown, misses: ok ? [] : ['the fleet missed its goals'] };
}

/** Replaces what stands between the two marks of a section. */
function replaceSection(name: string, content: string): void {
  const text = readFileSync(DOCUMENT, 'utf8');
  const { from, to } = sectionIn(text, name);
  writeFileSync(DOCUMENT, `${text.slice(0, from)}\n\n${content}\n\n${text.slice(to)}`);
}

/** Where a section begins and ends; throws where the document has none, before anything is played for it. */
function sectionIn(text: string, name: string): { readonly from: number; readonly to: number } {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < 0) throw new Error(`${DOCUMENT} has no section ${name}.`);
  return { from: from + begin.length, to };
}
