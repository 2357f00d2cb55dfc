import { describe, expect, it } from 'vitest';
import { createEventBus } from '../../../src-main/core/events/event-bus.ts';
import { type PastRequests, RecentRequests } from '../../../src-main/core/management/recent-requests.ts';
import { MAX_RECENT_REQUESTS } from '../../../src-shared/contract/gateway.ts';
import { requestFacts } from './fixtures.ts';

const NO_PAST: PastRequests = {
  recent: async () => [],
  find: async () => null,
  hashSession: (sessionId) => `hash of ${sessionId}`,
};

function openLog(past: PastRequests = NO_PAST) {
  const bus = createEventBus((error) => {
    throw error;
  });
  const requests = new RecentRequests(bus, past);
  const finish = (id: string) => bus.emit({ kind: 'request-finished', facts: requestFacts(id) });
  const ids = async (limit: number) => (await requests.recent(limit)).map(({ id }) => id);
  return { bus, requests, finish, ids };
}

describe('the latest requests', () => {
  it('come newest first, as many as asked for', async () => {
    const { finish, ids, bus } = openLog();
    for (const id of ['a', 'b', 'c']) finish(id);
    bus.emit({ kind: 'settings-changed' });
    expect(await ids(2)).toEqual(['c', 'b']);
    expect(await ids(50)).toEqual(['c', 'b', 'a']);
  });

  it('are kept up to a limit', async () => {
    const { finish, ids } = openLog();
    for (let index = 0; index < MAX_RECENT_REQUESTS + 3; index += 1) finish(String(index));
    const kept = await ids(MAX_RECENT_REQUESTS + 3);
    expect(kept).toHaveLength(MAX_RECENT_REQUESTS);
    expect(kept.at(-1)).toBe('3');
  });

  it('end when the log is closed', async () => {
    const { finish, ids, requests } = openLog();
    finish('a');
    requests[Symbol.dispose]();
    finish('b');
    expect(await ids(9)).toEqual(['a']);
  });

  it('go on in the history where memory ends, and none comes twice', async () => {
    const past = ['b', 'a', 'old'].map((id) => requestFacts(id));
    const { finish, ids } = openLog({ ...NO_PAST, recent: async (limit) => past.slice(0, limit) });
    finish('a');
    finish('b');
    expect(await ids(9)).toEqual(['b', 'a', 'old']);
    expect(await ids(1)).toEqual(['b']);
  });

  it('are found by id, in memory or in the history, and never tell a session id', async () => {
    const old = requestFacts('old');
    const { bus, requests } = openLog({ ...NO_PAST, find: async (id) => (id === 'old' ? old : null) });
    bus.emit({ kind: 'request-finished', facts: { ...requestFacts('a'), sessionId: 'secret' } });
    expect(await requests.find('a')).toMatchObject({ id: 'a', sessionId: 'hash of secret' });
    expect(await requests.find('old')).toBe(old);
    expect(await requests.find('never')).toBeNull();
    expect(JSON.stringify(await requests.recent(9))).not.toContain('"secret"');
  });
});
