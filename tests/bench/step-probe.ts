/**
 * Loaded into a subject with `--import`: notes how long each turn of its event loop takes, and writes the
 * notes to the file that the query of its own address names on SIGUSR2. An immediate that runs in every turn
 * keeps the loop from ever sleeping, so the time between two of them is one turn: the kernel's reading, every
 * callback for which it had something, and all that those queued. No step can hide in a shorter turn. Time in
 * which the thread waited for a core that others used is taken off.
 */
import { openSync, readSync, renameSync, writeFileSync } from 'node:fs';

/** Shorter turns are not noted: they could not be the longest of any request. */
const WORTH_NOTING_MS = 0.02;
const CAPACITY = 500_000;

const outputFile = new URL(import.meta.url).searchParams.get('out')!;
const beganAt = new Float64Array(CAPACITY);
const lastedMs = new Float64Array(CAPACITY);
let count = 0;
/** Time of the main thread on a core, time waiting for one (ns), times it got one: Documentation/scheduler/sched-stats. */
const schedulerFile = openSync('/proc/self/schedstat', 'r');
const schedulerText = Buffer.alloc(128);
let waitedBefore = waitedMs();
let last = monotonicMs();

function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function waitedMs(): number {
  const length = readSync(schedulerFile, schedulerText, 0, schedulerText.length, 0);
  return Number(schedulerText.toString('latin1', 0, length).split(' ')[1]) / 1e6;
}

function turn(): void {
  const now = monotonicMs();
  // A turn in which the thread lost its core is a long one, so the counter need not be read after the others.
  if (now - last >= WORTH_NOTING_MS && count < CAPACITY) {
    const waited = waitedMs();
    beganAt[count] = last;
    lastedMs[count] = now - last - (waited - waitedBefore);
    waitedBefore = waited;
    count++;
  }
  last = monotonicMs();
  setImmediate(turn);
}

process.on('SIGUSR2', () => {
  const notes = Array.from({ length: count }, (_, index) => [beganAt[index], lastedMs[index]]);
  writeFileSync(`${outputFile}.part`, JSON.stringify(notes));
  renameSync(`${outputFile}.part`, outputFile);
});

setImmediate(turn);
