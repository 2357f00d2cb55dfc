/**
 * Loaded into a subject with `--import`: notes how long it keeps the event loop to itself, and writes the
 * notes to a file on SIGUSR2. It runs in one of two modes, given in the query of its own address.
 *
 * `steps`: async hooks see every entry into JavaScript and every exit. A step is one uninterrupted run of
 * JavaScript: a callback with everything it queued for the same turn. Entries that follow an exit within
 * 5 µs belong to the same step, because the event loop cannot have read from a socket in between.
 *
 * `turns`: an immediate that runs in every turn of the event loop, so that the time between two of them is
 * one turn: all callbacks for which the kernel had something ready, and the kernel's copying for them.
 */
import { createHook } from 'node:async_hooks';
import { renameSync, writeFileSync } from 'node:fs';

/** Two entries closer together than this are one step. */
const SAME_STEP_MS = 0.005;
/** Shorter stretches are not noted: they could not be the longest of any request. */
const WORTH_NOTING_MS = 0.02;
const CAPACITY = 500_000;

const query = new URL(import.meta.url).searchParams;
const outputFile = query.get('out')!;
const beganAt = new Float64Array(CAPACITY);
const lastedMs = new Float64Array(CAPACITY);
let count = 0;

function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function note(from: number, to: number): void {
  if (to - from < WORTH_NOTING_MS || count === CAPACITY) return;
  beganAt[count] = from;
  lastedMs[count] = to - from;
  count++;
}

function watchSteps(): void {
  let depth = 0;
  let stepBegan = 0;
  let stepEnded = 0;
  createHook({
    before: () => {
      if (depth++ > 0) return;
      const now = monotonicMs();
      if (now - stepEnded < SAME_STEP_MS) return;
      note(stepBegan, stepEnded);
      stepBegan = now;
    },
    after: () => {
      if (--depth === 0) stepEnded = monotonicMs();
    },
  }).enable();
}

function watchTurns(): void {
  let last = monotonicMs();
  const turn = () => {
    note(last, monotonicMs());
    last = monotonicMs();
    setImmediate(turn);
  };
  setImmediate(turn);
}

process.on('SIGUSR2', () => {
  const notes = Array.from({ length: count }, (_, index) => [beganAt[index], lastedMs[index]]);
  writeFileSync(`${outputFile}.part`, JSON.stringify(notes));
  renameSync(`${outputFile}.part`, outputFile);
});

if (query.get('mode') === 'turns') watchTurns();
else watchSteps();
