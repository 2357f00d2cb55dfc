import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type HeapPort, UNTUNED_HEAP } from '../core/lib/heap-port.ts';

/**
 * Request bodies weigh on V8 from outside its heap. Their weight alone makes it mark the whole heap step by step,
 * again and again, which doubles the CPU of a 1 MB request, although the heap is some 20 MB and is marked in one
 * go in a few milliseconds. The figures are in docs/garbage-collection.md.
 */
const COLLECT_IN_TIME = ['--no-incremental-marking', '--expose-gc'];

/**
 * A gateway runs the same few hundred functions for weeks. V8 waits for 3,000 calls before it compiles one to its
 * best code; with 1,000 the requests 3,200 to 7,200 of a fresh process cost 145 µs instead of 205 µs of CPU (a bare
 * Node pipe: 153 µs, same run), for some 60 ms of compiling more in the first thousand.
 */
const COMPILE_EARLIER = ['--invocation-count-for-turbofan=1000'];

/**
 * What a request leaves behind for a while (its facts wait to be written and are shown as one of the latest) outlives
 * two young collections and dies in the old generation, which V8 leaves to grow for some hundred MB. Collected after
 * so much growth it stays where it was, for a pause of some 20 ms every few thousand requests of ordinary size, in bytes.
 */
const COLLECT_ALL_AFTER_BYTES = 12 * 1024 * 1024;

type Collect = (options: {
  readonly type: 'minor' | 'major';
  readonly execution?: 'sync';
  readonly flavor?: 'last-resort';
}) => void;

/** Sets V8 up for a gateway, once per process; returns what collects garbage. */
export function tuneV8(): HeapPort {
  for (const flag of [...COLLECT_IN_TIME, ...COMPILE_EARLIER]) setFlagsFromString(flag);
  // The function is only there in contexts that are made after the flag was set.
  const gc: unknown = runInNewContext('gc');
  return typeof gc === 'function' ? heapOf(gc as Collect) : UNTUNED_HEAP;
}

function heapOf(collect: Collect): HeapPort {
  const usedBytes = () => getHeapStatistics().used_heap_size;
  let usedAfterAll = usedBytes();
  return {
    collectYoung() {
      collect({ type: 'minor' });
      if (usedBytes() < usedAfterAll + COLLECT_ALL_AFTER_BYTES) return;
      collect({ type: 'major' });
      usedAfterAll = usedBytes();
    },
    collectAll() {
      // Only the last resort gives pages back to the system.
      collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
      usedAfterAll = usedBytes();
    },
  };
}
