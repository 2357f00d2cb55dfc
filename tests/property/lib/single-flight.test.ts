import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSingleFlight } from '../../../src-main/core/lib/single-flight.ts';

describe('a single flight under any interleaving', () => {
  it('never runs one key twice at a time, and everybody gets the outcome of a call that overlapped theirs', async () => {
    const asks = fc.array(fc.record({ key: fc.constantFrom('a', 'b'), fails: fc.boolean() }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), asks, async (scheduler, list) => {
        const flights = createSingleFlight<string, number>();
        const underWay = new Set<string>();
        const ended = new Set<number>();
        let calls = 0;
        let doubled = false; // an assertion inside the work would be taken for its failure

        const ask = async ({ key, fails }: { key: string; fails: boolean }) => {
          await scheduler.schedule(Promise.resolve(), `ask ${key}`);
          const endedBefore = new Set(ended);
          const outcome = await flights
            .run(key, async () => {
              calls += 1;
              const call = calls;
              doubled ||= underWay.has(key);
              underWay.add(key);
              await scheduler.schedule(Promise.resolve(), `work ${call}`);
              underWay.delete(key);
              ended.add(call);
              if (fails) throw call;
              return call;
            })
            .catch((call: number) => call);
          expect(endedBefore.has(outcome)).toBe(false);
        };

        const all = Promise.all(list.map(ask));
        await scheduler.waitFor(all);
        expect(doubled).toBe(false);
        expect(flights.size).toBe(0);
        expect(calls).toBe(ended.size);
      }),
      { numRuns: 150 },
    );
  });
});
