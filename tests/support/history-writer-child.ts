/** Records requests without end and says after each flush how many are written, until it is killed. */
import { createEventBus } from '../../src-main/core/events/event-bus.ts';
import { systemClock } from '../../src-main/core/lib/clock.ts';
import { silentLogger } from '../../src-main/core/logging/logger.ts';
import { UsageHistory } from '../../src-main/core/usage/usage-history.ts';
import { requestFacts } from './request-facts.ts';

const bus = createEventBus((error) => {
  throw error;
});
const history = new UsageHistory({
  path: process.argv[2]!,
  bus,
  clock: systemClock,
  logger: silentLogger,
  settings: () => ({ keepRequestsDays: 30, keepDaysDays: 730, maxBytes: 256 * 1024 * 1024 }),
  accounts: () => [],
  isIdle: () => true,
  newSalt: () => 'salt',
});

for (let count = 0; ; ) {
  for (let n = 0; n < 130; n += 1) {
    bus.emit({ kind: 'request-finished', facts: requestFacts(`r-${count++}`) });
  }
  await history.flush();
  process.stdout.write(`${count}\n`);
}
