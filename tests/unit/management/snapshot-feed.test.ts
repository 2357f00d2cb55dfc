import { describe, expect, it } from 'vitest';
import { createEventBus } from '../../../src-main/core/events/event-bus.ts';
import { type SnapshotContent, SnapshotFeed } from '../../../src-main/core/management/snapshot-feed.ts';
import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { requestFacts } from './fixtures.ts';

function openFeed() {
  const clock = new ManualClock();
  const bus = createEventBus((error) => {
    throw error;
  });
  let reads = 0;
  const content: { gateway: SnapshotContent['gateway'] } = { gateway: 'serving' };
  const feed = new SnapshotFeed({
    bus,
    clock,
    read: () => {
      reads += 1;
      return {
        version: '1.0.0',
        baseUrl: 'http://127.0.0.1:9090',
        gateway: content.gateway,
        simulated: false,
        readOnlyFile: null,
        accounts: [],
        strategy: 'priority',
        notices: [],
        openRequests: 0,
        pendingLogins: [],
      };
    },
  });
  const change = (gateway: SnapshotContent['gateway']) => {
    content.gateway = gateway;
    bus.emit({ kind: 'gateway-changed' });
  };
  return { feed, clock, bus, change, reads: () => reads };
}

function listen(feed: SnapshotFeed) {
  const heard: Snapshot[] = [];
  let closed = 0;
  const subscription = feed.subscribe({
    onSnapshot: (snapshot) => heard.push(snapshot),
    onClose: () => {
      closed += 1;
    },
  });
  return {
    subscription,
    closed: () => closed,
    heard: () => heard.map(({ revision, gateway }) => `${revision} ${gateway}`),
  };
}

describe('a subscription', () => {
  it('begins with the state at that moment', () => {
    const { feed } = openFeed();
    expect(listen(feed).heard()).toEqual(['1 serving']);
  });

  it('hears changes that come close together as one, after 100 ms', () => {
    const { feed, clock, change } = openFeed();
    const { heard } = listen(feed);
    change('paused');
    clock.advance(60);
    change('draining');
    clock.advance(39);
    expect(heard()).toHaveLength(1);
    clock.advance(1);
    expect(heard()).toEqual(['1 serving', '2 draining']);
    clock.advance(10_000);
    expect(heard()).toHaveLength(2);
  });

  it('begins with a change that others have not heard of yet, under the same revision for all', () => {
    const { feed, clock, change } = openFeed();
    const first = listen(feed);
    change('paused');
    const second = listen(feed);
    expect(first.heard()).toEqual(['1 serving', '2 paused']);
    expect(second.heard()).toEqual(['2 paused']);
    clock.advance(1_000);
    expect(first.heard()).toHaveLength(2);
  });

  it('hears nothing after it was disposed, and leaves no timer', () => {
    const { feed, clock, change } = openFeed();
    const { heard, subscription, closed } = listen(feed);
    change('paused');
    subscription[Symbol.dispose]();
    expect(clock.pendingTimers).toBe(0);
    feed.close();
    expect(heard()).toHaveLength(1);
    expect(closed()).toBe(0);
  });
});

describe('the feed', () => {
  it('reads nothing while nobody listens', () => {
    const { feed, clock, change, reads } = openFeed();
    change('paused');
    clock.advance(1_000);
    expect(reads()).toBe(0);
    expect(clock.pendingTimers).toBe(0);
    expect(feed.current()).toMatchObject({ revision: 2, gateway: 'paused' });
  });

  it('stamps the time at which a snapshot is read', () => {
    const { feed, clock } = openFeed();
    const before = feed.current();
    clock.advance(5_000);
    const after = feed.current();
    expect(after.now - before.now).toBe(5_000);
    expect(after.revision).toBe(before.revision);
  });

  it('tells of a change without an event too, and costs nothing while nobody listens', () => {
    const { feed, clock } = openFeed();
    feed.touch();
    expect(clock.pendingTimers).toBe(0);
    const { heard } = listen(feed);
    feed.touch();
    feed.touch();
    clock.advance(100);
    expect(heard()).toEqual(['2 serving', '3 serving']);
    feed.close();
    feed.touch();
    expect(clock.pendingTimers).toBe(0);
  });

  it('counts the requests that ended, also while nobody listens', () => {
    const { feed, bus } = openFeed();
    bus.emit({ kind: 'request-finished', facts: requestFacts('one') });
    bus.emit({ kind: 'request-finished', facts: requestFacts('two') });
    bus.emit({ kind: 'gateway-changed' });
    expect(feed.current().finishedRequests).toBe(2);
  });

  it('ends every subscription once when it closes, and later ones at once', () => {
    const { feed, clock, change } = openFeed();
    const early = listen(feed);
    feed.close();
    feed.close();
    change('draining');
    clock.advance(1_000);
    const late = listen(feed);
    expect(early.closed()).toBe(1);
    expect(early.heard()).toHaveLength(1);
    expect(late.closed()).toBe(1);
    expect(late.heard()).toEqual([]);
    expect(feed.isClosed).toBe(true);
  });
});
