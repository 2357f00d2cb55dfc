import { describe, expect, it } from 'vitest';
import { createEventStream } from '../../../src-main/core/management/event-stream.ts';
import type { FeedSubscriber } from '../../../src-main/core/management/snapshot-feed.ts';
import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const snapshot = (revision: number): Snapshot => ({
  revision,
  version: '1.0.0',
  now: 0,
  baseUrl: '',
  gateway: 'serving',
  simulated: false,
  readOnlyFile: null,
  accounts: [],
  strategy: 'priority',
  notices: [],
  openRequests: 0,
  finishedRequests: 0,
  pendingLogins: [],
});

function openStream() {
  const clock = new ManualClock();
  let subscriber: FeedSubscriber | null = null;
  let disposed = 0;
  const feed = {
    subscribe(one: FeedSubscriber): Disposable {
      subscriber = one;
      one.onSnapshot(snapshot(1));
      return {
        [Symbol.dispose]: () => {
          disposed += 1;
        },
      };
    },
  };
  const reader = createEventStream(feed, clock, () => ({ [Symbol.dispose]() {} })).getReader();
  const decoder = new TextDecoder();
  return {
    clock,
    publish: (revision: number) => subscriber?.onSnapshot(snapshot(revision)),
    close: () => subscriber?.onClose(),
    disposed: () => disposed,
    cancel: () => reader.cancel(),
    async read(): Promise<string | null> {
      const { done, value } = await reader.read();
      if (done) return null;
      const text = decoder.decode(value);
      return /^id: (\d+)\nevent: snapshot\ndata: \{.*\}\n\n$/.exec(text)?.[1] ?? text;
    },
  };
}

describe('the event stream', () => {
  it('begins with a snapshot', async () => {
    const { read } = openStream();
    expect(await read()).toBe('1');
  });

  it('brings a slow reader the latest snapshot and no backlog', async () => {
    const { read, publish, clock } = openStream();
    for (let revision = 2; revision <= 50; revision += 1) publish(revision);
    clock.advance(60_000);
    const seen: (string | null)[] = [];
    while (seen.at(-1) !== '50') seen.push(await read());
    expect(seen.length).toBeLessThan(6);
  });

  it('says every 15 seconds that it is alive', async () => {
    const { read, clock } = openStream();
    await read();
    clock.advance(15_000);
    expect(await read()).toBe(': alive\n\n');
    clock.advance(15_000);
    expect(await read()).toBe(': alive\n\n');
  });

  it('ends with the feed and leaves no timer', async () => {
    const { read, close, clock, disposed } = openStream();
    await read();
    close();
    expect(await read()).toBeNull();
    expect(clock.pendingTimers).toBe(0);
    expect(disposed()).toBe(1);
  });

  it('lets go of the feed when its reader leaves', async () => {
    const { read, cancel, clock, disposed } = openStream();
    await read();
    await cancel();
    expect(disposed()).toBe(1);
    expect(clock.pendingTimers).toBe(0);
  });
});
