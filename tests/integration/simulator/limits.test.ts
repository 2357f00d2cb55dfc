import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../support/manual-clock.ts';
import { bearer, keyHeaders, postMessage, simulate } from './simulator-fixture.ts';

const HOUR_MS = 3_600_000;
const headers = bearer('setup-work');
const sonnet = { model: 'claude-sonnet-5-5' };

const unified = (response: Response, suffix: string) =>
  response.headers.get(`anthropic-ratelimit-unified-${suffix}`);

async function subscription(quotas: object[], more: object = {}) {
  const clock = new ManualClock();
  const account = {
    id: 'work',
    email: 'work@studio.example',
    plan: 'max',
    bearerToken: 'setup-work',
    quotas,
    ...more,
  };
  const simulator = await simulate({ clock, accounts: [account as never] });
  return { clock, simulator, work: simulator.account('work') };
}

describe('the limits of a subscription', () => {
  it('drain with every answer, refuse when spent and open at their reset', async () => {
    const { clock, simulator } = await subscription([
      { claim: 'five_hour', size: 2, unit: 'requests', resetsInHours: 1 },
      { claim: 'seven_day', size: 100, unit: 'requests' },
    ]);
    const first = await postMessage(simulator, headers);
    expect([first.status, unified(first, 'status'), unified(first, '5h-utilization')]).toEqual([
      200,
      'allowed',
      '0.5',
    ]);
    const second = await postMessage(simulator, headers, { stream: true });
    expect([second.status, unified(second, '5h-utilization')]).toEqual([200, '1']);
    await second.text();

    const third = await postMessage(simulator, headers);
    const reset = (clock.now() + HOUR_MS) / 1000;
    expect(third.status).toBe(429);
    expect(unified(third, 'status')).toBe('rejected');
    expect(unified(third, 'representative-claim')).toBe('five_hour');
    expect(unified(third, 'reset')).toBe(String(reset));
    expect(third.headers.get('retry-after')).toBe('3600');
    expect(await third.json()).toMatchObject({ error: { type: 'rate_limit_error' } });

    clock.advance(HOUR_MS);
    const fourth = await postMessage(simulator, headers);
    expect([fourth.status, unified(fourth, '5h-utilization'), unified(fourth, '7d-utilization')]).toEqual([
      200,
      '0.5',
      '0.03',
    ]);
  });

  it('do not drain by what is refused, broken off by a fault before the work, or only counted', async () => {
    const { simulator, work } = await subscription([{ claim: 'five_hour', size: 10, unit: 'requests' }]);
    simulator.faults.inject({ fault: 'internal-error' });
    await postMessage(simulator, headers);
    await postMessage(simulator, headers, { max_tokens: 0 });
    const counted = await fetch(`${simulator.url}/v1/messages/count_tokens`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ model: 'claude-opus-5-5', messages: [{ role: 'user', content: 'x' }] }),
    });
    expect(counted.status).toBe(200);
    expect(work.quotas[0]!.utilization).toBe(0);
  });

  it('of one model family close the account for that family alone', async () => {
    const { simulator } = await subscription([
      { claim: 'five_hour', size: 100, unit: 'requests' },
      { claim: 'seven_day_opus', size: 1, unit: 'requests' },
    ]);
    await postMessage(simulator, headers);
    const opus = await postMessage(simulator, headers);
    expect([opus.status, unified(opus, 'representative-claim'), unified(opus, '5h-status')]).toEqual([
      429,
      'seven_day_opus',
      'allowed',
    ]);
    const other = await postMessage(simulator, headers, sonnet);
    expect([other.status, unified(other, '7d_opus-status')]).toEqual([200, null]);
  });

  it('can be set from outside, and extra usage serves beyond them', async () => {
    const { simulator, work } = await subscription([{ claim: 'five_hour', size: 10, unit: 'requests' }], {
      overage: { status: 'allowed' },
    });
    work.setUtilization('five_hour', 1);
    const response = await postMessage(simulator, headers);
    expect([response.status, unified(response, 'status'), unified(response, 'overage-in-use')]).toEqual([
      200,
      'allowed',
      'true',
    ]);
  });

  it('drain by tokens where they are counted in tokens', async () => {
    const { simulator, work } = await subscription([{ claim: 'five_hour', size: 1_000, unit: 'tokens' }]);
    const { usage } = (await (await postMessage(simulator, headers)).json()) as {
      usage: { input_tokens: number; output_tokens: number };
    };
    expect(work.quotas[0]!.utilization).toBeCloseTo((usage.input_tokens + usage.output_tokens) / 1_000, 10);
  });
});

it('an API key has limits by the minute, in headers of their own and without any unified one', async () => {
  const clock = new ManualClock();
  const rates = { requestsPerMinute: 1, tokensPerMinute: 10_000 };
  const simulator = await simulate({
    clock,
    accounts: [{ id: 'key', email: 'k@studio.example', plan: 'api', apiKey: 'sk-ant-api03-key', rates }],
  });
  const first = await postMessage(simulator, keyHeaders);
  expect(first.headers.get('anthropic-ratelimit-requests-remaining')).toBe('0');
  expect(first.headers.get('anthropic-ratelimit-requests-reset')).toBe(
    new Date(clock.now() + 60_000).toISOString(),
  );
  const second = await postMessage(simulator, keyHeaders);
  expect([second.status, second.headers.get('retry-after'), unified(second, 'status')]).toEqual([
    429,
    '60',
    null,
  ]);
  clock.advance(60_000);
  expect((await postMessage(simulator, keyHeaders)).status).toBe(200);
});

it('a compressed hour lets windows reset before one’s eyes', async () => {
  const clock = new ManualClock();
  const accounts = [
    {
      id: 'work',
      email: 'work@studio.example',
      plan: 'max' as const,
      bearerToken: 'setup-work',
      quotas: [{ claim: 'five_hour' as const, size: 1, unit: 'requests' as const }],
    },
  ];
  const simulator = await simulate({ clock, accounts, secondsPerHour: 2 });
  await postMessage(simulator, headers);
  expect((await postMessage(simulator, headers)).status).toBe(429);
  clock.advance(10_000);
  expect((await postMessage(simulator, headers)).status).toBe(200);
});
