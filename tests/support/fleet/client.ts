/** Claude Code as far as a gateway can tell: it repeats by itself what it repeats, and waits as it waits (PROTOCOL 4). */
import { Agent, request } from 'node:http';
import type { ManualClock } from '../manual-clock.ts';

/** One answer, or none. */
export interface Answer {
  /** null where the connection broke. */
  readonly status: number | null;
  readonly accountId: string | null;
  readonly attempts: number;
  readonly retryAfterSeconds: number | null;
  readonly mayRetry: boolean;
}

export interface Asking {
  readonly session: string;
  readonly model: string;
  readonly stream: boolean;
}

const MAX_RETRIES = 10;
/** A 529 is tried three times in all. */
const MAX_OVERLOADED_RETRIES = 2;
/** A longer `retry-after` ends the request at once. */
const LONGEST_WAIT_S = 60;

export class FleetClient implements Disposable {
  readonly #url: string;
  readonly #key: string;
  readonly #clock: ManualClock;
  readonly #agent = new Agent({ keepAlive: true });
  #onWire = 0;
  /** Turns of the event loop since the last answer. */
  #quietTurns = 0;
  /** Wall times at which somebody goes on. */
  readonly #sleeping = new Set<number>();

  constructor(url: string, key: string, clock: ManualClock) {
    this.#url = url;
    this.#key = key;
    this.#clock = clock;
  }

  /** One request with the client's own repetitions; `onAnswer` hears of every answer, the last one is returned. */
  async ask(asking: Asking, onAnswer: (answer: Answer) => void): Promise<Answer> {
    for (let retries = 0; ; retries++) {
      const answer = await this.#send(asking);
      onAnswer(answer);
      const waitMs = waitBeforeRetry(answer, retries);
      if (waitMs === null) return answer;
      await this.#sleep(waitMs);
    }
  }

  /** Lets simulated time pass while `work` needs it: for the client's own waits, and for pauses inside Rota. */
  async drive<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const finished = work.finally(() => {
      done = true;
    });
    this.#quietTurns = 0;
    while (!done) {
      await new Promise((resolve) => setImmediate(resolve));
      this.#quietTurns++;
      if (this.#onWire === 0 && this.#sleeping.size > 0) {
        this.#clock.advance(Math.max(0, Math.min(...this.#sleeping) - this.#clock.now()));
      } else if (this.#quietTurns > STALLED_TURNS) {
        this.#clock.advance(STEP_MS);
        // Once it is known to wait, the next steps follow faster.
        this.#quietTurns = STALLED_TURNS - NEXT_STEP_TURNS;
      }
    }
    return finished;
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }

  async #sleep(ms: number): Promise<void> {
    const until = this.#clock.now() + ms;
    this.#sleeping.add(until);
    await new Promise<void>((resolve) => void this.#clock.after(ms, resolve));
    this.#sleeping.delete(until);
  }

  async #send(asking: Asking): Promise<Answer> {
    this.#onWire++;
    try {
      return await exchange(this.#url, this.#key, this.#agent, asking);
    } finally {
      this.#onWire--;
      this.#quietTurns = 0;
    }
  }
}

/**
 * Client, Rota and upstreams share one event loop, and an exchange takes some dozen turns of it. One that has not
 * ended after so many waits for simulated time, however busy the machine is.
 */
const STALLED_TURNS = 400;
const NEXT_STEP_TURNS = 60;
/** By the simulated clock. */
const STEP_MS = 250;

/** How long the client waits before it repeats, in ms; null where it does not. */
function waitBeforeRetry({ status, retryAfterSeconds, mayRetry }: Answer, retries: number): number | null {
  const repeats = status === null || status === 429 || status === 408 || status >= 500;
  const limit = status === 529 ? MAX_OVERLOADED_RETRIES : MAX_RETRIES;
  if (!repeats || !mayRetry || retries >= limit) return null;
  if (retryAfterSeconds !== null && retryAfterSeconds > LONGEST_WAIT_S) return null;
  const backoffMs = Math.min(500 * 2 ** retries, 32_000);
  return Math.max(backoffMs, (retryAfterSeconds ?? 0) * 1_000);
}

function exchange(
  url: string,
  key: string,
  agent: Agent,
  { session, model, stream }: Asking,
): Promise<Answer> {
  const body = JSON.stringify({
    model,
    max_tokens: 64,
    stream,
    system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
    messages: [{ role: 'user', content: 'say hi' }],
  });
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'anthropic-version': '2023-06-01',
    'x-claude-code-session-id': session,
  };
  return new Promise((resolve) => {
    const broken = () =>
      resolve({ status: null, accountId: null, attempts: 0, retryAfterSeconds: null, mayRetry: true });
    const outgoing = request(`${url}/v1/messages`, { method: 'POST', agent, headers }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.once('error', broken);
      answer.once('end', () => {
        const { 'x-rota-account': accountId, 'x-rota-attempts': attempts } = answer.headers;
        const whole = !stream || answer.statusCode !== 200 || Buffer.concat(pieces).includes('message_stop');
        if (!whole) return broken();
        resolve({
          status: answer.statusCode ?? null,
          accountId: typeof accountId === 'string' ? accountId : null,
          attempts: Number(attempts),
          retryAfterSeconds: Number(answer.headers['retry-after']) || null,
          mayRetry: answer.headers['x-should-retry'] !== 'false',
        });
      });
    });
    outgoing.once('error', broken);
    outgoing.end(body);
  });
}
