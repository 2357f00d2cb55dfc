import type { Claim, QuotaSpec } from './simulated-account.ts';

/** What the vendor fixes about each limit: its short name in headers, its length and the models it counts. */
const claimFacts = {
  five_hour: { shortName: '5h', hours: 5, family: null, warnsAt: 0.9 },
  seven_day: { shortName: '7d', hours: 168, family: null, warnsAt: 0.75 },
  seven_day_opus: { shortName: '7d_opus', hours: 168, family: 'opus', warnsAt: 0.75 },
  seven_day_sonnet: { shortName: '7d_sonnet', hours: 168, family: 'sonnet', warnsAt: 0.75 },
} as const satisfies Record<Claim, object>;

/** One limit as it stands now. */
export interface QuotaReading {
  readonly claim: Claim;
  /** The name in headers, e.g. `7d_opus`. */
  readonly shortName: string;
  /** Used share, 0–1. */
  readonly utilization: number;
  /** Milliseconds since the epoch. */
  readonly resetsAt: number;
  readonly status: 'allowed' | 'allowed_warning' | 'rejected';
  /** The share from which the vendor warns, where that is passed; else null. */
  readonly surpassedThreshold: number | null;
}

interface Window {
  readonly claim: Claim;
  readonly size: number;
  readonly unit: 'requests' | 'tokens';
  readonly lengthMs: number;
  used: number;
  resetsAt: number;
}

/** Describes a limit of `claim`; the status follows from the share that is used. */
export function quotaReading(claim: Claim, utilization: number, resetsAt: number): QuotaReading {
  const { shortName, warnsAt } = claimFacts[claim];
  const warned = utilization >= warnsAt;
  return {
    claim,
    shortName,
    utilization: Math.min(1, utilization),
    resetsAt,
    status: utilization >= 1 ? 'rejected' : warned ? 'allowed_warning' : 'allowed',
    surpassedThreshold: warned ? warnsAt : null,
  };
}

/** The limits of one subscription. Each resets on a fixed grid of its own length, as the clock says. */
export class QuotaWindows {
  readonly #windows: readonly Window[];

  /** @param hourMs length of a simulated hour in milliseconds */
  constructor(specs: readonly QuotaSpec[], hourMs: number, now: number) {
    this.#windows = specs.map((spec) => ({
      claim: spec.claim,
      size: spec.size,
      unit: spec.unit,
      lengthMs: claimFacts[spec.claim].hours * hourMs,
      used: (spec.utilization ?? 0) * spec.size,
      resetsAt: now + (spec.resetsInHours ?? claimFacts[spec.claim].hours) * hourMs,
    }));
  }

  /** The limits that count for `model`, or all of them when it is null. */
  readings(now: number, model: string | null = null): QuotaReading[] {
    this.#reset(now);
    return this.#windows
      .filter(({ claim }) => model === null || counts(claim, model))
      .map((window) => quotaReading(window.claim, window.used / window.size, window.resetsAt));
  }

  /** Counts one request of `tokens` against every limit that holds for `model`. */
  charge(now: number, model: string, tokens: number): void {
    this.#reset(now);
    for (const window of this.#windows) {
      if (counts(window.claim, model)) window.used += window.unit === 'requests' ? 1 : tokens;
    }
  }

  /** Sets the used share (0–1) of a limit that the account has, and optionally its next reset (ms since the epoch). */
  set(now: number, claim: Claim, utilization: number, resetsAt?: number): void {
    this.#reset(now);
    const window = this.#windows.find((candidate) => candidate.claim === claim);
    if (!window) throw new Error(`The simulated account has no limit named ${claim}.`);
    window.used = utilization * window.size;
    if (resetsAt !== undefined) window.resetsAt = resetsAt;
  }

  #reset(now: number): void {
    for (const window of this.#windows) {
      if (now < window.resetsAt) continue;
      const periods = Math.floor((now - window.resetsAt) / window.lengthMs) + 1;
      window.resetsAt += periods * window.lengthMs;
      window.used = 0;
    }
  }
}

function counts(claim: Claim, model: string): boolean {
  const { family } = claimFacts[claim];
  return family === null || model.includes(family);
}
