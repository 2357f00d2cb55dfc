import { createHash } from 'node:crypto';
import type { Secret } from '../lib/secret.ts';

/** Codes live for minutes at their provider, so the latest few hundred are as good as all. */
const MAX_CODES = 500;

/** Remembers which authorization codes were sent to a token endpoint, by their digest, so that none is sent twice. */
export class UsedCodes {
  readonly #digests = new Set<string>();

  /** True the first time that a code is shown, false ever after. */
  claim(code: Secret): boolean {
    const digest = createHash('sha256').update(code.reveal(), 'utf8').digest('base64');
    if (this.#digests.has(digest)) return false;
    this.#digests.add(digest);
    if (this.#digests.size > MAX_CODES) this.#digests.delete(this.#digests.values().next().value ?? '');
    return true;
  }
}
