import { describe, expect, it } from 'vitest';
import { createSingleFlight } from '../../../src-main/core/lib/single-flight.ts';

describe('a single flight', () => {
  it('calls once for all who ask while it is under way', async () => {
    const flights = createSingleFlight<string, number>();
    let calls = 0;
    const answer = Promise.withResolvers<number>();
    const work = () => {
      calls += 1;
      return answer.promise;
    };
    const waiting = [flights.run('a', work), flights.run('a', work), flights.run('a', work)];
    expect(flights.size).toBe(1);
    answer.resolve(5);
    await expect(Promise.all(waiting)).resolves.toEqual([5, 5, 5]);
    expect(calls).toBe(1);
    expect(flights.size).toBe(0);
  });

  it('keeps keys apart', async () => {
    const flights = createSingleFlight<string, string>();
    const run = (key: string) => flights.run(key, async () => key);
    await expect(Promise.all([run('a'), run('b')])).resolves.toEqual(['a', 'b']);
  });

  it('gives every waiter the same failure and starts anew afterwards', async () => {
    const flights = createSingleFlight<string, number>();
    const failing = () => Promise.reject(new Error('refused'));
    const outcomes = await Promise.allSettled([flights.run('a', failing), flights.run('a', failing)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(flights.run('a', async () => 1)).resolves.toBe(1);
  });

  it('turns work that throws at once into a rejection and forgets it', async () => {
    const flights = createSingleFlight<string, number>();
    const thrown = flights.run('a', () => {
      throw new Error('at once');
    });
    await expect(thrown).rejects.toThrow('at once');
    expect(flights.size).toBe(0);
  });

  it('is free again when a waiter hears the outcome', async () => {
    const flights = createSingleFlight<string, number>();
    const second = flights.run('a', async () => 1).then(() => flights.run('a', async () => 2));
    await expect(second).resolves.toBe(2);
  });
});
