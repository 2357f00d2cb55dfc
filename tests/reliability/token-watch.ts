import type { Fault } from '../../src-main/core/simulator/faults/fault.ts';
import type { Simulator } from '../../src-main/core/simulator/simulator.ts';
import type { Answer } from '../../src-main/core/simulator/wire/answer.ts';
import type { SeededRandom } from '../support/seeded-random.ts';

/** One answer of the token endpoint; times by `performance.now()`. */
export interface TokenAnswer {
  /** When the old token was spent and the new one made. */
  readonly spentAt: number;
  /** When the whole answer was handed to the system; null while it is not. */
  sentAt: number | null;
  readonly accessToken: string | null;
}

/** Answers take up to this long on their way, in ms, as over a real network. */
const LONGEST_WAY_MS = 12;

/** Sees when the token endpoint of a simulator spends a token and when its answer has left, account by account. */
export class TokenWatch {
  readonly #latest = new Map<string, TokenAnswer>();
  readonly #longestWayMs: number;

  constructor(simulator: Simulator, random: SeededRandom, longestWayMs = LONGEST_WAY_MS) {
    this.#longestWayMs = longestWayMs;
    for (const { id } of simulator.accounts) {
      simulator.faults.inject({
        fault: this.#watching(id, random),
        account: id,
        times: Number.POSITIVE_INFINITY,
      });
    }
  }

  /** The last answer for an account since the watch was cleared. */
  latest(accountId: string): TokenAnswer | null {
    return this.#latest.get(accountId) ?? null;
  }

  clear(): void {
    this.#latest.clear();
  }

  #watching(accountId: string, random: SeededRandom): Fault {
    return {
      name: 'token-watched',
      description: 'The usual answer, seen from inside and a little later.',
      on: 'token-endpoint',
      phase: 'before-commit',
      appliesTo: 'both',
      ending: 'whole-answer',
      play: async (scene) => {
        const answer = scene.usualAnswer();
        const seen: TokenAnswer = {
          spentAt: performance.now(),
          sentAt: null,
          accessToken: accessTokenIn(answer),
        };
        this.#latest.set(accountId, seen);
        const wayMs = random.fraction() * this.#longestWayMs;
        if (wayMs > 0) await new Promise((resolve) => setTimeout(resolve, wayMs));
        await scene.send(answer);
        seen.sentAt = performance.now();
      },
    };
  }
}

function accessTokenIn({ status, body }: Answer): string | null {
  if (status !== 200 || body.kind !== 'text') return null;
  return (JSON.parse(body.text) as { readonly access_token?: string }).access_token ?? null;
}
