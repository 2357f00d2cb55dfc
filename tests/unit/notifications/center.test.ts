import { writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEventBus } from '../../../src-main/core/events/event-bus.ts';
import { silentLogger } from '../../../src-main/core/logging/logger.ts';
import { NotificationCenter } from '../../../src-main/core/notifications/notification-center.ts';
import { NOTHING_TOLD, openMemoryFile } from '../../../src-main/core/notifications/notification-memory.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';
import { requestFacts } from '../management/fixtures.ts';
import { ALL_ON, because, DAY_MS, fleet, HOUR_MS, needsLogin, resting } from './observed.ts';

async function openCenter(path: string, accounts: readonly AccountSnapshot[]) {
  const clock = new ManualClock();
  const bus = createEventBus((error) => {
    throw error;
  });
  const state = { accounts, looks: 0 };
  const shown: string[] = [];
  const center = new NotificationCenter({
    bus,
    clock,
    accounts() {
      state.looks += 1;
      return state.accounts;
    },
    settings: () => ({ notifications: ALL_ON, strategy: 'priority' }),
    memory: await openMemoryFile(path, silentLogger),
    show: ({ kind }) => shown.push(kind),
  });
  return { clock, bus, state, shown, center };
}

function memoryPath(): string {
  const folder = new ScratchFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return folder.file('notified.json');
}

const BROKEN = fleet({ id: 'alpha', ...because(needsLogin()) }, { id: 'beta' });

describe('the notification center', () => {
  it('looks once for all that happens within a second', async () => {
    const { clock, bus, state, shown, center } = await openCenter(memoryPath(), BROKEN);
    for (let count = 0; count < 5; count += 1) bus.emit({ kind: 'accounts-replaced' });
    clock.advance(1_000);
    expect(shown).toEqual(['sign-in-needed']);
    expect(state.looks).toBe(1);
    await center.close();
    expect(clock.pendingTimers).toBe(0);
  });

  it('tells nothing twice, not even after a restart', async () => {
    const path = memoryPath();
    const first = await openCenter(path, BROKEN);
    first.clock.advance(1_000);
    await first.center.close();
    const second = await openCenter(path, BROKEN);
    second.clock.advance(1_000);
    await second.center.close();
    expect([first.shown, second.shown]).toEqual([['sign-in-needed'], []]);
  });

  it('learns from finished requests that another account took over', async () => {
    const away = fleet({ id: 'alpha', ...because(resting(HOUR_MS)) }, { id: 'beta' });
    const { clock, bus, shown, center } = await openCenter(memoryPath(), away);
    const reason = { kind: 'in-order', place: 2 } as const;
    const facts: RequestFacts = {
      ...requestFacts('one'),
      accountId: 'beta',
      passedOver: [{ accountId: 'alpha', reason }],
    };
    bus.emit({ kind: 'request-finished', facts: { ...facts, outcome: 'broken-stream' } });
    clock.advance(1_000);
    expect(shown).toEqual([]);
    bus.emit({ kind: 'request-finished', facts });
    clock.advance(1_000);
    expect(shown).toEqual(['switched']);
    await center.close();
  });

  it('notices by itself that a token comes to its end', async () => {
    const now = new ManualClock().now();
    const accounts = fleet({ id: 'alpha', kind: 'setup-token', tokenExpiresAt: now + 15 * DAY_MS });
    const { clock, shown, center } = await openCenter(memoryPath(), accounts);
    clock.advance(23 * HOUR_MS);
    expect(shown).toEqual([]);
    clock.advance(2 * HOUR_MS);
    expect(shown).toEqual(['token-ending']);
    await center.close();
  });
});

it.each(['', 'null', '{"signIn":{"alpha":"yesterday"}}'])(
  'a damaged memory (%j) begins anew',
  async (text) => {
    const path = memoryPath();
    writeFileSync(path, text);
    expect((await openMemoryFile(path, silentLogger)).loaded).toEqual(NOTHING_TOLD);
  },
);
