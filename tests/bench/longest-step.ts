/** A stretch in which a process kept its event loop to itself; times in ms of the monotonic clock. */
export type Stretch = readonly [beganAt: number, lastedMs: number];

/**
 * For each span, such as a request's, how long the longest stretch lasted that overlaps it: 0 where there is
 * none. Both lists are in the order of time and the spans do not overlap each other.
 */
export function longestWithin(
  spans: readonly (readonly [beganAt: number, endedAt: number])[],
  stretches: readonly Stretch[],
): number[] {
  let first = 0;
  return spans.map(([spanBegan, spanEnded]) => {
    while (first < stretches.length && endOf(stretches[first]!) <= spanBegan) first++;
    let longest = 0;
    for (let index = first; index < stretches.length && stretches[index]![0] < spanEnded; index++) {
      longest = Math.max(longest, stretches[index]![1]);
    }
    return longest;
  });
}

function endOf([beganAt, lastedMs]: Stretch): number {
  return beganAt + lastedMs;
}
