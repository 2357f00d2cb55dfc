import { describe, expect, it } from 'vitest';
import { createEventBus } from '../../../src-main/core/events/event-bus.ts';
import { RecentRequests } from '../../../src-main/core/management/recent-requests.ts';
import { MAX_RECENT_REQUESTS } from '../../../src-shared/contract/gateway.ts';
import { requestFacts } from './fixtures.ts';

function openLog() {
  const bus = createEventBus((error) => {
    throw error;
  });
  const requests = new RecentRequests(bus);
  const finish = (id: string) => bus.emit({ kind: 'request-finished', facts: requestFacts(id) });
  const ids = (limit: number) => requests.recent(limit).map(({ id }) => id);
  return { bus, requests, finish, ids };
}

describe('the latest requests', () => {
  it('come newest first, as many as asked for', () => {
    const { finish, ids, bus } = openLog();
    for (const id of ['a', 'b', 'c']) finish(id);
    bus.emit({ kind: 'settings-changed' });
    expect(ids(2)).toEqual(['c', 'b']);
    expect(ids(50)).toEqual(['c', 'b', 'a']);
  });

  it('are kept up to a limit', () => {
    const { finish, ids } = openLog();
    for (let index = 0; index < MAX_RECENT_REQUESTS + 3; index += 1) finish(String(index));
    const kept = ids(MAX_RECENT_REQUESTS + 3);
    expect(kept).toHaveLength(MAX_RECENT_REQUESTS);
    expect(kept.at(-1)).toBe('3');
  });

  it('end when the log is closed', () => {
    const { finish, ids, requests } = openLog();
    finish('a');
    requests[Symbol.dispose]();
    finish('b');
    expect(ids(9)).toEqual(['a']);
  });
});
