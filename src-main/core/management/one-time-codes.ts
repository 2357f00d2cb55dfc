import type { Clock } from '../lib/clock.ts';
import { equalSecrets } from '../lib/equal-secrets.ts';
import { type Random, randomToken } from '../lib/random.ts';

/** How long a code opens the door. */
const LIFETIME_MS = 2 * 60_000;
/** Codes that may be open at once; a further one replaces the oldest. */
const MAX_OPEN_CODES = 4;

/**
 * Codes of one-time links to the dashboard: 256 random bits, good for one use within two minutes. The code
 * travels in the link's fragment, which no browser sends to a server or tells another site of.
 */
export class OneTimeCodes {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #random: Random;
  #open: readonly { readonly code: string; readonly endsAt: number }[] = [];

  constructor(ports: { readonly clock: Pick<Clock, 'monotonic'>; readonly random: Random }) {
    this.#clock = ports.clock;
    this.#random = ports.random;
  }

  /** A link to the dashboard at `baseUrl` that signs its first reader in. */
  issueLink(baseUrl: string): string {
    const code = randomToken(this.#random);
    const entry = { code, endsAt: this.#clock.monotonic() + LIFETIME_MS };
    this.#open = [...this.#stillOpen(), entry].slice(-MAX_OPEN_CODES);
    return `${baseUrl}/#login=${code}`;
  }

  /** Whether the code is open; it is used up by being asked for. */
  redeem(code: string): boolean {
    const open = this.#stillOpen();
    const left = open.filter((entry) => !equalSecrets(entry.code, code));
    this.#open = left;
    return left.length < open.length;
  }

  #stillOpen(): readonly { readonly code: string; readonly endsAt: number }[] {
    const now = this.#clock.monotonic();
    return this.#open.filter(({ endsAt }) => endsAt > now);
  }
}
