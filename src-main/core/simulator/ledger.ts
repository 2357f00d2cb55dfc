import type { TokenUsage } from '../../../src-shared/model/request-facts.ts';
import { Emitter } from '../lib/emitter.ts';

/** One request as the simulator saw and answered it. Filled in while it runs; `endedAt` is set once it is over. */
export interface LedgerRequest {
  /** The `request-id` of the answer. */
  readonly id: string;
  /** When the head came and when the exchange was over (null while it runs); ms since the epoch. */
  readonly at: number;
  readonly endedAt: number | null;
  /** Counts connections from 1, so that reuse can be told from a new socket. */
  readonly connection: number;
  readonly remotePort: number;
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly path: string;
  /** Names and values alternating, exactly as they came; holds the caller's credential. */
  readonly rawHeaders: readonly string[];
  readonly accountId: string | null;
  readonly model: string | null;
  readonly stream: boolean;
  /** Of the raw body; null until all of it is there. */
  readonly bodyBytes: number | null;
  readonly bodySha256: string | null;
  /** The raw body, where the option `keepBodies` is on. */
  readonly body: Buffer | null;
  /** The name of the fault that was played. */
  readonly fault: string | null;
  /** The status that was sent; null when no head was. */
  readonly status: number | null;
  /** What the answer told about usage, as far as it was sent; null when it told nothing. */
  readonly usage: TokenUsage | null;
  /** True when the peer left before it had the whole answer. */
  readonly aborted: boolean;
}

/** One call of the token endpoint. */
export interface LedgerTokenCall {
  readonly at: number;
  readonly requestId: string;
  /** The `grant_type` as sent; null when there was none. */
  readonly grant: string | null;
  readonly accountId: string | null;
  /** True when a token set was made, even when a fault kept it from the caller. */
  readonly ok: boolean;
  /** The error code, e.g. `invalid_grant`; null when `ok`. */
  readonly error: string | null;
}

/** What one account reported for one model. */
export interface LedgerTotal extends TokenUsage {
  readonly accountId: string;
  readonly model: string;
  readonly requests: number;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** An entry that is still being filled in. */
export type OpenLedgerRequest = Writable<LedgerRequest>;

/** Everything the simulator saw and answered. Keeps the newest entries; totals count all of them. */
export class Ledger {
  readonly #maxEntries: number;
  readonly #requests: OpenLedgerRequest[] = [];
  readonly #tokenCalls: LedgerTokenCall[] = [];
  /** Totals of the entries that are no longer kept. */
  readonly #forgotten = new Map<string, Writable<LedgerTotal>>();
  readonly #finished = new Emitter<LedgerRequest>((error) => {
    throw error;
  });

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  /** Requests in order of arrival, running ones included. */
  get requests(): readonly LedgerRequest[] {
    return this.#requests;
  }

  get tokenCalls(): readonly LedgerTokenCall[] {
    return this.#tokenCalls;
  }

  /** Requests and tokens per account and model, of every answer that reported usage. */
  get totals(): readonly LedgerTotal[] {
    const totals = new Map([...this.#forgotten].map(([key, total]) => [key, { ...total }]));
    for (const request of this.#requests) addTo(totals, request);
    return [...totals.values()];
  }

  /** Hears every request once it is over. */
  onFinished(listener: (request: LedgerRequest) => void): Disposable {
    return this.#finished.subscribe(listener);
  }

  /** Forgets entries and totals. */
  clear(): void {
    this.#requests.length = 0;
    this.#tokenCalls.length = 0;
    this.#forgotten.clear();
  }

  open(request: OpenLedgerRequest): void {
    this.#requests.push(request);
    if (this.#requests.length <= this.#maxEntries) return;
    // A running request may still report usage, so it stays.
    const oldest = this.#requests.findIndex(({ endedAt }) => endedAt !== null);
    if (oldest !== -1) addTo(this.#forgotten, this.#requests.splice(oldest, 1)[0]!);
  }

  finish(request: OpenLedgerRequest, endedAt: number): void {
    request.endedAt = endedAt;
    this.#finished.emit(request);
  }

  addTokenCall(call: LedgerTokenCall): void {
    this.#tokenCalls.push(call);
    if (this.#tokenCalls.length > this.#maxEntries) this.#tokenCalls.shift();
  }
}

function addTo(totals: Map<string, Writable<LedgerTotal>>, { accountId, model, usage }: LedgerRequest): void {
  if (accountId === null || model === null || usage === null) return;
  const key = JSON.stringify([accountId, model]);
  const total = totals.get(key) ?? {
    accountId,
    model,
    requests: 0,
    inputTokens: 0,
    outputTokens: 0,
    cacheReadInputTokens: 0,
    cacheCreationInputTokens: 0,
    cacheCreation5mInputTokens: 0,
    cacheCreation1hInputTokens: 0,
  };
  total.requests += 1;
  total.inputTokens += usage.inputTokens;
  total.outputTokens += usage.outputTokens;
  total.cacheReadInputTokens += usage.cacheReadInputTokens;
  total.cacheCreationInputTokens += usage.cacheCreationInputTokens;
  total.cacheCreation5mInputTokens += usage.cacheCreation5mInputTokens;
  total.cacheCreation1hInputTokens += usage.cacheCreation1hInputTokens;
  totals.set(key, total);
}
