import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { StrategyName } from '../../../src-shared/model/snapshot.ts';
import type { CoreEvent } from '../events/core-event.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { Clock } from '../lib/clock.ts';
import type { Closer } from '../lib/closer.ts';
import type { NotificationSettings } from '../settings/settings.ts';
import type { Notification } from './notification.ts';
import type { MemoryFile, NotificationMemory } from './notification-memory.ts';
import { decideNotifications } from './notification-policy.ts';
import { type Served, servedBy } from './observation.ts';

export interface NotificationCenterOptions {
  readonly bus: Pick<EventBus, 'subscribe'>;
  readonly clock: Clock;
  /** The accounts in the user's order, as they are at `now` (ms since the epoch). */
  readonly accounts: (now: number) => readonly AccountSnapshot[];
  readonly settings: () => { readonly notifications: NotificationSettings; readonly strategy: StrategyName };
  readonly memory: MemoryFile;
  readonly show: (notification: Notification) => void;
}

/** What happens within this time after an event is looked at together with it, in ms. */
const COALESCE_MS = 1_000;
/** Time alone brings news too, e.g. of a token that ends; it is looked for this often, in ms. */
const LOOK_EVERY_MS = 60 * 60_000;

/** Looks at the accounts after what may be news, and hands what a person should be told to the shell. */
export class NotificationCenter implements Closer {
  readonly #options: NotificationCenterOptions;
  readonly #subscription: Disposable;
  /** The latest answer of each account since the last look. */
  readonly #served = new Map<string, Served>();
  #memory: NotificationMemory;
  #storing: Promise<void> = Promise.resolve();
  #lookSoon: Disposable | null = null;
  #lookLater: Disposable | null = null;
  #closed = false;

  constructor(options: NotificationCenterOptions) {
    this.#options = options;
    this.#memory = options.memory.loaded;
    this.#subscription = options.bus.subscribe((event) => this.#hear(event));
    this.#lookWithin(COALESCE_MS);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#subscription[Symbol.dispose]();
    this.#lookSoon?.[Symbol.dispose]();
    this.#lookLater?.[Symbol.dispose]();
    await this.#storing;
  }

  #hear(event: CoreEvent): void {
    switch (event.kind) {
      case 'request-finished': {
        const served = servedBy(event.facts);
        if (served === null) return;
        this.#served.set(served.accountId, served);
        break;
      }
      case 'account-changed':
      case 'accounts-replaced':
      case 'settings-changed':
        break;
      default:
        return;
    }
    this.#lookWithin(COALESCE_MS);
  }

  #lookWithin(delayMs: number): void {
    this.#lookSoon ??= this.#options.clock.after(delayMs, () => this.#look());
  }

  #look(): void {
    this.#lookSoon?.[Symbol.dispose]();
    this.#lookSoon = null;
    this.#lookLater?.[Symbol.dispose]();
    if (this.#closed) return;
    const { clock, accounts, settings, memory, show } = this.#options;
    this.#lookLater = clock.after(LOOK_EVERY_MS, () => this.#look());

    const now = clock.now();
    const { strategy, notifications: wanted } = settings();
    const served = [...this.#served.values()];
    this.#served.clear();
    const observation = { now, strategy, accounts: accounts(now), served };
    const before = this.#memory;
    const decided = decideNotifications(observation, before, wanted);
    this.#memory = decided.memory;
    if (JSON.stringify(decided.memory) !== JSON.stringify(before)) {
      this.#storing = this.#storing.then(() => memory.store(decided.memory));
    }
    for (const notification of decided.notifications) show(notification);
  }
}
