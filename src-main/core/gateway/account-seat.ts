import type { Account } from '../accounts/account.ts';
import type { AccountMonitor } from './proxy-services.ts';

/**
 * The account that a request occupies, from its choice until another is chosen or the request ends: it counts as in
 * flight there and nowhere else, also while a token is fetched or a pause is kept.
 */
export class AccountSeat {
  readonly #monitor: AccountMonitor;
  #account: Account | null = null;

  constructor(monitor: AccountMonitor) {
    this.#monitor = monitor;
  }

  get account(): Account | null {
    return this.#account;
  }

  take(account: Account): void {
    if (this.#account?.id === account.id) return;
    this.leave();
    this.#account = account;
    this.#monitor.requestOpened(account.id);
  }

  leave(): void {
    if (this.#account) this.#monitor.requestClosed(this.#account.id);
    this.#account = null;
  }
}
