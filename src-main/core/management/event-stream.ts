import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import type { Clock } from '../lib/clock.ts';
import type { SnapshotFeed } from './snapshot-feed.ts';

/** How often a silent stream says that it is alive, so that no middle box takes it for dead. */
const HEARTBEAT_MS = 15_000;

/**
 * Snapshots as server-sent events. A reader that is slow gets the latest snapshot when it is ready again
 * and never a backlog: each one replaces those before it. The stream ends with the feed, and with the key that opened
 * it, of whose end `onRevoked` tells.
 */
export function createEventStream(
  feed: Pick<SnapshotFeed, 'subscribe'>,
  clock: Pick<Clock, 'after'>,
  onRevoked: (end: () => void) => Disposable,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let unsent: Snapshot | null = null;
  let subscription: Disposable | null = null;
  let heartbeat: Disposable | null = null;
  let revocation: Disposable | null = null;
  let isOver = false;

  const flush = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    if (unsent === null || (controller.desiredSize ?? 0) <= 0) return;
    const text = `id: ${unsent.revision}\nevent: snapshot\ndata: ${JSON.stringify(unsent)}\n\n`;
    unsent = null;
    controller.enqueue(encoder.encode(text));
  };

  const beat = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    heartbeat = clock.after(HEARTBEAT_MS, () => {
      if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(': alive\n\n'));
      beat(controller);
    });
  };

  const stop = () => {
    isOver = true;
    subscription?.[Symbol.dispose]();
    heartbeat?.[Symbol.dispose]();
    revocation?.[Symbol.dispose]();
  };

  const end = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    if (isOver) return;
    stop();
    controller.close();
  };

  return new ReadableStream<Uint8Array>({
    start(controller) {
      subscription = feed.subscribe({
        onSnapshot(snapshot) {
          unsent = snapshot;
          flush(controller);
        },
        onClose: () => end(controller),
      });
      if (isOver) return;
      beat(controller);
      revocation = onRevoked(() => end(controller));
    },
    pull: flush,
    cancel: stop,
  });
}
