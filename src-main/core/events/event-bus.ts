import { Emitter } from '../lib/emitter.ts';
import type { CoreEvent } from './core-event.ts';

/** Where owners publish facts. Delivery is synchronous; a listener must not do slow work in its turn. */
export type EventBus = Emitter<CoreEvent>;

/** An event bus whose listeners' failures are reported to `onListenerError` and harm nobody else. */
export function createEventBus(onListenerError: (error: unknown) => void): EventBus {
  return new Emitter<CoreEvent>(onListenerError);
}
