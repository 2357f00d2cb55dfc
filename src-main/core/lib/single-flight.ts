/** Runs at most one call per key at a time; whoever asks meanwhile shares its outcome. */
export interface SingleFlight<K, V> {
  /**
   * Starts `work` for `key`, or joins the call that is under way. The key is free again before anybody learns
   * the outcome, so a caller that asks once more on hearing it starts a new call.
   */
  run(key: K, work: () => Promise<V>): Promise<V>;
  /** Keys with a call under way. */
  readonly size: number;
}

/** A single-flight group, e.g. one per kind of remote call that must not be doubled. */
export function createSingleFlight<K, V>(): SingleFlight<K, V> {
  const flights = new Map<K, Promise<V>>();
  return {
    run(key, work) {
      const underWay = flights.get(key);
      if (underWay) return underWay;
      // The promise constructor turns a synchronous throw of `work` into a rejection, and `finally` runs a
      // turn later at the earliest: never before the entry is in the map.
      const flight = new Promise<V>((resolve) => resolve(work())).finally(() => flights.delete(key));
      flights.set(key, flight);
      return flight;
    },
    get size() {
      return flights.size;
    },
  };
}
