/**
 * Notes how full the windows were while Rota's own traffic went on, from which the share of that traffic is told
 * later (`own-share.ts`). The vendor does not say what a token costs of a window, so both sides are only noted here.
 */
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import { type ModelFamily, modelFamily } from '../providers/model-family.ts';
import { windowSpan } from './window-span.ts';

/** A window at one moment, and what had gone through Rota until then. */
export interface WindowReading {
  readonly accountId: string;
  readonly window: string;
  readonly readAt: number;
  readonly utilization: number;
  readonly resetsAt: number;
  /** A running total that only grows; what it begins with means nothing. */
  readonly ownUnits: number;
}

/** Smaller changes of a window are not noted. */
const STEP = 0.005;
/** The end of a window wanders by some seconds from answer to answer. */
const SAME_RESET_MS = 10 * 60_000;

/** Relative weights: the vendor's prices of its families and kinds of tokens, to one digit. */
const FAMILY_WEIGHT: Readonly<Record<ModelFamily, number>> = { opus: 2, sonnet: 1, haiku: 0.1, other: 1 };

/** What a request weighs against others, in no unit that means anything by itself. */
export function unitsOf({ usage, model, modelServed }: RequestFacts): number {
  if (usage === null) return 0;
  const tokens =
    usage.inputTokens +
    5 * usage.outputTokens +
    0.1 * usage.cacheReadInputTokens +
    1.25 * (usage.cacheCreationInputTokens - usage.cacheCreation1hInputTokens) +
    2 * usage.cacheCreation1hInputTokens;
  return tokens * FAMILY_WEIGHT[modelFamily(modelServed ?? model ?? '')];
}

/** True where two ends belong to the same run of a window. */
export function isSameRun(one: number, other: number): boolean {
  return Math.abs(one - other) < SAME_RESET_MS;
}

export class WindowReadings {
  /** Per account and family, since this program began. */
  readonly #units = new Map<string, number>();
  /** The last reading that was noted, per account and window. */
  readonly #last = new Map<string, WindowReading>();
  /** What the totals of the last run had come to, per account and window. */
  readonly #before = new Map<string, number>();

  /** Goes on from what the last run noted. */
  continueFrom(newest: readonly WindowReading[]): void {
    for (const reading of newest) {
      const name = nameOf(reading.accountId, reading.window);
      this.#last.set(name, reading);
      this.#before.set(name, reading.ownUnits);
    }
  }

  count(facts: RequestFacts): void {
    const units = unitsOf(facts);
    if (facts.accountId === null || units === 0) return;
    const name = nameOf(facts.accountId, modelFamily(facts.modelServed ?? facts.model ?? ''));
    this.#units.set(name, (this.#units.get(name) ?? 0) + units);
  }

  /** What changed since the readings that were noted last. */
  changes(accounts: readonly AccountSnapshot[]): readonly WindowReading[] {
    return accounts.flatMap(({ id, windows }) =>
      windows.flatMap((window) => this.#reading(id, window) ?? []),
    );
  }

  /** These are in the history now. */
  noted(readings: readonly WindowReading[]): void {
    for (const reading of readings) this.#last.set(nameOf(reading.accountId, reading.window), reading);
  }

  #reading(
    accountId: string,
    { name: window, utilization, resetsAt, readAt }: QuotaWindow,
  ): WindowReading | null {
    const span = windowSpan(window);
    if (span === null || utilization === null || resetsAt === null) return null;
    const name = nameOf(accountId, window);
    const last = this.#last.get(name);
    const isNews =
      !last || !isSameRun(last.resetsAt, resetsAt) || Math.abs(last.utilization - utilization) >= STEP;
    if (!isNews) return null;
    const ownUnits = (this.#before.get(name) ?? 0) + this.#unitsOf(accountId, span.family);
    return { accountId, window, readAt, utilization, resetsAt, ownUnits };
  }

  #unitsOf(accountId: string, family: ModelFamily | null): number {
    const families: readonly ModelFamily[] =
      family === null ? ['opus', 'sonnet', 'haiku', 'other'] : [family];
    return families.reduce((sum, one) => sum + (this.#units.get(nameOf(accountId, one)) ?? 0), 0);
  }
}

const nameOf = (accountId: string, part: string) => `${accountId} ${part}`;
