import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { describe, expect, it } from 'vitest';
import { Departure } from '../../../src-main/electron/departure.ts';
import { ManualClock } from '../../support/manual-clock.ts';

function leaving(options: { readonly failIn?: 'begin' | 'close' } = {}) {
  const done: string[] = [];
  const drained = Promise.withResolvers<void>();
  const clock = new ManualClock();
  const app = Object.assign(new EventEmitter(), {
    quit: () => {},
    exit: (code: number) => done.push(`exit ${code}`),
  });
  const departure = new Departure(app as unknown as App, clock, {
    async begin() {
      done.push('begin');
      if (options.failIn === 'begin') throw new Error('broken');
    },
    async drain() {
      done.push('drain');
      await drained.promise;
    },
    async close() {
      done.push('close');
      if (options.failIn === 'close') throw new Error('broken');
    },
  });
  return { app, clock, departure, done, drained };
}

const settled = () => new Promise((resume) => setTimeout(resume, 0));

describe('quitting', () => {
  it('waits for open streams, closes everything, and exits with 0', async () => {
    const { app, departure, done, drained } = leaving();
    let prevented = false;
    app.emit('before-quit', { preventDefault: () => (prevented = true) });
    await settled();
    expect(prevented).toBe(true);
    expect(departure.hasBegun).toBe(true);
    expect(done).toEqual(['begin', 'drain']);
    drained.resolve();
    await settled();
    expect(done).toEqual(['begin', 'drain', 'close', 'exit 0']);
  });

  it('does not wait any longer when it is asked for again', async () => {
    const { departure, done } = leaving();
    departure.begin();
    await settled();
    departure.begin();
    await settled();
    expect(done).toEqual(['begin', 'drain', 'close', 'exit 0']);
  });

  it('waits ten minutes and no longer', async () => {
    const { departure, clock, done } = leaving();
    departure.begin();
    await settled();
    clock.advance(10 * 60_000 - 1);
    await settled();
    expect(done).not.toContain('close');
    clock.advance(1);
    await settled();
    expect(done).toContain('exit 0');
  });

  it('does not wait at all when the machine shuts down', async () => {
    const { departure, done } = leaving();
    departure.hurry();
    await settled();
    expect(done).toEqual(['begin', 'drain', 'close', 'exit 0']);
  });

  it.each(['begin', 'close'] as const)('ends even where its %s step fails', async (failIn) => {
    const { departure, done, drained } = leaving({ failIn });
    drained.resolve();
    departure.begin();
    await settled();
    expect(done.at(-1)).toBe('exit 0');
    expect(done).toContain('close');
  });
});
