import type { PendingLogin } from '../../../src-shared/model/snapshot.ts';
import type { CaptureWay } from '../oauth/code-capture.ts';

/** Where a person signs in, as they call it; the core calls it by how the code comes back. */
export type LoginMethod = PendingLogin['method'];

/** The capture that a method needs. */
export function wayOf(method: LoginMethod): CaptureWay {
  return method === 'browser' ? 'loopback' : method;
}

/** The method that a capture serves. */
export function methodOf(way: CaptureWay): LoginMethod {
  return way === 'loopback' ? 'browser' : way;
}
