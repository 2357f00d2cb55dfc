import { shell } from 'electron';
import type { ProcedureOutput } from '../../src-shared/contract/contract.ts';
import type { Core } from '../core/create-core.ts';
import { mayOpenOutside } from './windows/external-address.ts';

/** The one door to the system's browser. */
export class OutsideLinks {
  #core: Pick<Core, 'dispatch'> | null = null;

  /** The core comes later than its windows. */
  attach(core: Pick<Core, 'dispatch'>): void {
    this.#core = core;
  }

  /** Shows an address in the person's browser where that is safe; else nothing happens. */
  open(address: string): void {
    void this.#open(address);
  }

  async #open(address: string): Promise<void> {
    if (mayOpenOutside(address, await this.#signInAddresses())) {
      // Rejects where no browser is installed; the page shows the address as well.
      await shell.openExternal(address).catch(() => {});
    }
  }

  /** The addresses of sign-ins under way: a provider on this machine may speak plain http. */
  async #signInAddresses(): Promise<readonly string[]> {
    const reply = await this.#core?.dispatch('login.list', {}, { locale: 'en' });
    if (!reply?.ok) return [];
    return (reply.value as ProcedureOutput<'login.list'>).logins
      .filter(({ state }) => state.kind === 'waiting')
      .map(({ authorizationUrl }) => authorizationUrl);
  }
}
