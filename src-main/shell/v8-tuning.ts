import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Request bodies weigh on V8 from outside its heap. Their weight alone makes it mark the whole heap step by step,
 * again and again, which doubles the CPU of a 1 MB request, although the heap is some 20 MB and is marked in one
 * go in a few milliseconds. The figures are in docs/garbage-collection.md.
 */
const V8_FLAGS = ['--no-incremental-marking', '--expose-gc'];

type Collect = (options: { readonly type: 'minor' }) => void;

/** Sets V8 up for a gateway, once per process; returns what collects the young generation. */
export function tuneV8(): () => void {
  for (const flag of V8_FLAGS) setFlagsFromString(flag);
  // The function is only there in contexts that are made after the flag was set.
  const collect: unknown = runInNewContext('gc');
  return typeof collect === 'function' ? () => (collect as Collect)({ type: 'minor' }) : () => {};
}
