import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

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

type Collect = (options: { readonly type: 'minor' }) => void;

/** Sets V8 up for a gateway, once per process; returns what collects the young generation. */
export function tuneV8(): () => void {
  for (const flag of [...COLLECT_IN_TIME, ...COMPILE_EARLIER]) setFlagsFromString(flag);
  // The function is only there in contexts that are made after the flag was set.
  const collect: unknown = runInNewContext('gc');
  return typeof collect === 'function' ? () => (collect as Collect)({ type: 'minor' }) : () => {};
}
