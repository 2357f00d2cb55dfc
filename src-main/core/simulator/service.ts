import type { LiveAccount } from './account/live-account.ts';
import type { Answer } from './wire/answer.ts';
import type { ReceivedRequest } from './wire/received-request.ts';

/** One of the two fake services on the simulator's port. */
export interface Service {
  /** Whose request this is, as far as what has been read of it tells; null when it tells nothing. */
  accountOf(request: ReceivedRequest): LiveAccount | null;
  /** The answer, with all its effects on limits, caches and tokens. */
  answer(request: ReceivedRequest): Answer;
}
