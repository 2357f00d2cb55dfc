/**
 * Five thousand requests through real sockets, in every form and with every fault that ends at once, and then the
 * question whether the usage history says to the token what the simulator's own ledger says.
 */
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src-main/core/lib/clock.ts';
import { bodyBytes } from '../../src-main/core/simulator/faults/body-bytes.ts';
import type { Fault } from '../../src-main/core/simulator/faults/fault.ts';
import { type Simulator, startSimulator } from '../../src-main/core/simulator/simulator.ts';
import { clientHeaders, send } from '../support/http-exchange.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { startTestCore, type TestCore } from '../support/test-core.ts';

const REQUESTS = 5_000;
const AT_ONCE = 40;
const MODELS = ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5', 'renamed-here'];
const ACCOUNTS = ['alpha', 'beta', 'gamma'];

/**
 * Those that neither wait nor put an account out of service. `overlong-body` is left out: its JSON is cut, so that
 * nobody can read what the simulator counts as told.
 */
const FAULTS = [
  'internal-error',
  'bad-gateway',
  'unavailable',
  'overloaded',
  'throttled',
  'invalid-request',
  'permission-denied',
  'reset-before-head',
  'hang-up-before-head',
  'garbage-instead-of-http',
  'reset-mid-stream',
  'end-without-message-stop',
  'error-event-mid-stream',
  'overloaded-event',
  'api-error-event',
  'json-instead-of-sse',
  'unparsable-data-line',
  'empty-answer',
  'truncated-body',
  'compressed',
  'broken-utf8',
  'slow-drip',
  'close-after-answer',
];

const random = new SeededRandom('reconciliation');
const below = (limit: number) => Math.floor(random.fraction() * limit);
const oneOf = <T>(list: readonly T[]): T => list[below(list.length)]!;

/** The whole answer in pieces of any size. */
const randomPieces: Fault = {
  name: 'random-pieces',
  description: 'Sends the answer in pieces of random sizes.',
  on: 'api',
  phase: 'after-commit',
  appliesTo: 'both',
  ending: 'whole-answer',
  async play({ exchange, usualAnswer }) {
    const answer = usualAnswer();
    const body = bodyBytes(exchange, answer);
    exchange.begin(answer.status, answer.headers);
    for (let at = 0; at < body.length && !exchange.gone.aborted; ) {
      const size = 1 + below(oneOf([3, 40, 400, 4_000]));
      await exchange.write(body.subarray(at, at + size));
      if (below(3) === 0) await exchange.settle();
      at += size;
    }
    exchange.finish();
  },
};

function settings(simulator: Simulator): string {
  const entry = (id: string) => `
  - name: ${id}
    base_url: ${simulator.url}
    auth_type: api_key
    auth_value: key-of-${id}
    timeout_seconds: 5
    proxy: none`;
  return `
providers: ${ACCOUNTS.map(entry).join('')}
model_routes:
  "renamed-*": [{ provider: beta, model: claude-sonnet-5-5, priority: 1 }, { provider: gamma, model: claude-opus-5-5, priority: 2 }]
settings: { strategy: round_robin }
`;
}

/** A request as Claude Code might send it: sessions that come again, prompts that are cached for minutes or an hour. */
function randomBody(stream: boolean): Buffer {
  const ttl = oneOf([undefined, '5m', '1h'] as const);
  const cached = ttl === undefined ? {} : { cache_control: { type: 'ephemeral', ttl } };
  return Buffer.from(
    JSON.stringify({
      model: oneOf(MODELS),
      max_tokens: 100,
      stream,
      system: [{ type: 'text', text: 'x'.repeat(below(2_000)), ...cached }],
      messages: [{ role: 'user', content: `number ${below(1_000)}: ${'word '.repeat(below(30))}` }],
      metadata: { user_id: JSON.stringify({ session_id: `session-${below(40)}` }) },
    }),
  );
}

async function sendOne(rota: TestCore, simulator: Simulator): Promise<void> {
  const chance = below(10);
  if (chance < 3) simulator.faults.inject({ fault: oneOf(FAULTS) });
  else if (chance < 6) simulator.faults.inject({ fault: randomPieces });
  const stream = below(3) > 0;
  await send(`${rota.url}/v1/messages?beta=true`, {
    headers: clientHeaders(rota.clientKey),
    body: randomBody(stream),
  });
}

type Sums = Readonly<Record<string, readonly number[]>>;

function ledgerSums(simulator: Simulator): Sums {
  return Object.fromEntries(
    simulator.ledger.totals.map((total) => [
      `${total.accountId} ${total.model}`,
      [total.inputTokens, total.outputTokens, total.cacheReadInputTokens, total.cacheCreationInputTokens],
    ]),
  );
}

async function rotaSums(rota: TestCore): Promise<{ readonly requests: number; readonly sums: Sums }> {
  const report = (await rota.api('/api/usage/report?since=0&by=account,model')) as unknown as {
    readonly rows: readonly Record<string, number | string | null>[];
    readonly total: { readonly requests: number };
  };
  const fields = ['inputTokens', 'outputTokens', 'cacheReadInputTokens', 'cacheCreationInputTokens'];
  const rows = report.rows
    .map((row) => [`${row['account']} ${row['model']}`, fields.map((field) => Number(row[field]))] as const)
    .filter(([, numbers]) => numbers.some((number) => number > 0));
  return { requests: report.total.requests, sums: Object.fromEntries(rows) };
}

describe('the usage history, after five thousand requests with faults', () => {
  it('says for every account and model exactly what the upstream’s own ledger says', async () => {
    const simulator = await startSimulator({
      clock: systemClock,
      accounts: ACCOUNTS.map((id) => ({
        id,
        email: `${id}@a.example`,
        plan: 'api' as const,
        apiKey: `key-of-${id}`,
      })),
      ledger: { maxEntries: 20_000 },
    });
    const rota = await startTestCore(settings(simulator));
    try {
      let sent = 0;
      const sender = async () => {
        while (sent < REQUESTS) {
          sent += 1;
          await sendOne(rota, simulator);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, sender));
      await expect.poll(() => simulator.ledger.requests.every(({ endedAt }) => endedAt !== null)).toBe(true);

      const { requests, sums } = await rotaSums(rota);
      expect(sums).toEqual(ledgerSums(simulator));
      expect(requests).toBe(REQUESTS);
      // The test must have met what it speaks of.
      expect(Object.keys(sums).length).toBeGreaterThanOrEqual(8);
      const played = new Set(simulator.ledger.requests.map(({ fault }) => fault));
      expect([...FAULTS, randomPieces.name].filter((name) => !played.has(name))).toEqual([]);
      expect(simulator.ledger.requests.length).toBeGreaterThan(REQUESTS);
    } finally {
      await rota[Symbol.asyncDispose]();
      await simulator.close();
    }
  });
});
