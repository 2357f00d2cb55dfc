import { type CrashCounts, CrashLane } from './crash-lane.ts';
import { judge, type Part, type PlayOptions, percentile } from './part.ts';

/** Data folders that are worked on at the same time. */
const LANES = 2;

export const crash: Part = {
  name: 'crash',
  title: 'kill -9 around refreshes, sign-ins and settings writes',
  rounds: 500,
  play: playCrashes,
};

async function playCrashes({ rounds, seed }: PlayOptions) {
  const lanes = Array.from({ length: LANES }, (_, lane) => new CrashLane(`${seed}-${lane}`));
  const share = (lane: number) => Math.floor((rounds + lane) / LANES);
  const counts = await Promise.all(lanes.map((lane, index) => lane.play(share(index))));
  const sum = (of: (one: CrashCounts) => number) => counts.reduce((total, one) => total + of(one), 0);
  const result = judge([
    {
      what: 'kills',
      measured: sum(({ kills }) => Object.values(kills).reduce((a, b) => a + b)),
      goal: rounds,
    },
    { what: 'accounts lost', measured: sum((one) => one.accountsLost), goal: 0 },
    { what: 'accounts left without their secret', measured: sum((one) => one.halfAccounts), goal: 0 },
    {
      what: 'tokens lost outside the unavoidable window',
      measured: sum((one) => one.tokensLostOutside),
      goal: 0,
    },
    { what: 'acknowledged changes lost', measured: sum((one) => one.changesLost), goal: 0 },
    { what: 'locks left stale', measured: sum((one) => one.staleLocks), goal: 0 },
    { what: 'starts that failed', measured: sum((one) => one.failedStarts), goal: 0 },
    { what: 'temporary or damaged files left behind', measured: sum((one) => one.leftovers), goal: 0 },
  ]);
  const onTheWay = counts.flatMap((one) => one.lostOnTheWay);
  const beforeDurable = counts.flatMap((one) => one.lostBeforeDurable);
  const ms = (values: readonly number[]) =>
    values.length === 0
      ? 'none'
      : `${percentile(values, 0.5).toFixed(1)} ms median, ${Math.max(...values).toFixed(1)} ms at most`;
  const story = [
    `Killed during a refresh ${sum(({ kills }) => kills.refresh)} times, a sign-in ${sum(({ kills }) => kills['sign-in'])} times, a settings write ${sum(({ kills }) => kills.settings)} times, a replacement of the master key ${sum(({ kills }) => kills.rotation)} times; in ${sum((one) => one.unacknowledged)} of them before Rota had answered.`,
    `Inside the window: ${onTheWay.length} tokens while the answer was on its way (from spending to kill: ${ms(onTheWay)}), ${beforeDurable.length} after it had left the server and before it was on the disk (from the last byte to kill: ${ms(beforeDurable)}).`,
  ];
  return {
    markdown: [result.markdown, ...story].join('\n\n'),
    misses: [...result.misses, ...counts.flatMap(({ findings }) => findings)],
  };
}
