import { createConnection } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import type { Fault } from '../../../src-main/core/simulator/faults/fault.ts';
import { allFaults } from '../../../src-main/core/simulator/faults/fault-registry.ts';
import { redirectTo } from '../../../src-main/core/simulator/faults/status/redirect.ts';
import { throttledFor } from '../../../src-main/core/simulator/faults/status/throttled-with-retry-after.ts';
import type { Simulator } from '../../../src-main/core/simulator/simulator.ts';
import { callTokenEndpoint, refresh } from './sign-in-fixture.ts';
import {
  bearer,
  keyHeaders,
  messageBody,
  postMessage,
  type Received,
  receive,
  simulate,
} from './simulator-fixture.ts';

/** A fault that should be silent is given less time to prove it than another has to end. */
const patienceMs = ({ ending }: Fault) => (ending === 'silence' ? 150 : 3_000);
const MAX_BYTES = 1024 * 1024;

/** Waits of the simulator take no time here, so that 400 s of pings do not either. */
const impatientClock = {
  ...systemClock,
  after: (_delayMs: number, fn: () => void) => systemClock.after(0, fn),
};

/** What a peer makes of what it received: the same judgement for every fault. */
function shapeOf(received: Received, isWhole: (text: string) => boolean): Fault['ending'] {
  const { status, end, headers } = received;
  if (end === 'patience') return received.body.length > MAX_BYTES ? 'broken-answer' : 'silence';
  if (status === null) return received.end === 'broken' ? 'no-answer' : 'broken-answer';
  if (end === 'broken') return 'broken-answer';
  const bytes = headers['content-encoding'] === 'gzip' ? gunzipSync(received.body) : received.body;
  const text = bytes.toString('utf8');
  if (status >= 300 || text.startsWith('event: error')) return 'error-answer';
  return isWhole(text) ? 'whole-answer' : 'broken-answer';
}

function isWholeStream(text: string): boolean {
  try {
    const types = text
      .split('\n\n')
      .filter((block) => block !== '')
      .map((block) => JSON.parse(block.replace(/^event: \w+\ndata: /, '')).type as string);
    return types.includes('message_start') && types.at(-1) === 'message_stop';
  } catch {
    return false;
  }
}

function isWholeMessage(text: string): boolean {
  try {
    return JSON.parse(text).stop_reason === 'end_turn';
  } catch {
    return false;
  }
}

function isWholeTokenSet(text: string): boolean {
  try {
    const { access_token, expires_in } = JSON.parse(text);
    return typeof access_token === 'string' && expires_in > 0 && expires_in < 1e9;
  } catch {
    return false;
  }
}

/** Whether the first event, or the start of a message, is there to be passed on. */
function hasUsableStart({ body, headers }: Received): boolean {
  const text = body.toString('latin1');
  const hasWholeEvent = /^event: (message_start|ping)\n/.test(text) && text.includes('\n\n');
  return hasWholeEvent || text.startsWith('{"id"') || headers['content-encoding'] === 'gzip';
}

/** Head and bytes that are wrong are told from a connection that just ends by the bytes alone. */
const wrongBytes = new Set(['huge-head', 'garbage-instead-of-http']);

const modes = (fault: Fault) =>
  fault.appliesTo === 'both' ? (['stream', 'plain'] as const) : ([fault.appliesTo] as const);
const apiFaults = allFaults
  .filter(({ on }) => on === 'api')
  .flatMap((fault) => modes(fault).map((mode) => [fault.name, mode, fault.ending, fault] as const));
const tokenFaults = allFaults
  .filter(({ on }) => on === 'token-endpoint')
  .map((fault) => [fault.name, fault.ending, fault] as const);

function ask(simulator: Simulator, mode: 'stream' | 'plain', fault: Fault): Promise<Received> {
  return receive(`${simulator.url}/v1/messages`, {
    headers: keyHeaders,
    body: messageBody({ stream: mode === 'stream' }),
    patienceMs: patienceMs(fault),
    maxBytes: MAX_BYTES,
  });
}

describe('a fault of the API', () => {
  it.each(apiFaults)('%s on a %s request leaves the peer with: %s', async (_, mode, ending, fault) => {
    const simulator = await simulate({ clock: impatientClock });
    simulator.faults.inject({ fault });
    const received = await ask(simulator, mode, fault);
    const shape = shapeOf(received, mode === 'stream' ? isWholeStream : isWholeMessage);
    expect(wrongBytes.has(fault.name) && shape === 'no-answer' ? 'broken-answer' : shape).toBe(ending);

    // Before the commit nothing of an answer may have arrived that could be passed on.
    const passedOn = received.status === 200 && hasUsableStart(received);
    expect(passedOn).toBe(fault.phase === 'after-commit');

    await expect.poll(() => simulator.ledger.requests[0]?.endedAt).not.toBeNull();
    expect(simulator.ledger.requests[0]).toMatchObject({
      fault: fault.name,
      aborted: received.end === 'patience',
    });
    expect(simulator.faults.armed).toEqual([]);
    expect((await ask(simulator, mode, fault)).status).toBe(200);
  });

  it('that sends wrong bytes really sends them', async () => {
    const simulator = await simulate();
    for (const [fault, sign] of [
      ['huge-head', `HTTP/1.1 200 OK\r\nx-padding-0: ${'a'.repeat(8_192)}\r\n`],
      ['garbage-instead-of-http', '\x15\x03\x01'],
    ] as const) {
      simulator.faults.inject({ fault });
      const bytes = await new Promise<string>((resolve) => {
        let text = '';
        const socket = createConnection(simulator.port, '127.0.0.1', () => {
          const body = messageBody();
          const head = ['POST /v1/messages HTTP/1.1', 'host: x', `content-length: ${body.length}`];
          socket.write(`${[...head, 'x-api-key: sk-ant-api03-key'].join('\r\n')}\r\n\r\n${body}`);
        });
        socket.setEncoding('latin1').on('data', (piece) => {
          text += piece;
        });
        socket.on('close', () => resolve(text));
      });
      expect(bytes.startsWith(sign)).toBe(true);
      if (fault === 'huge-head') expect(bytes.length).toBeGreaterThan(1024 * 1024);
    }
  });

  it('tells a spent quota by its headers and a throttle by their absence', async () => {
    const simulator = await simulate();
    const claim = 'anthropic-ratelimit-unified-representative-claim';
    const status = 'anthropic-ratelimit-unified-status';
    for (const [fault, wanted] of [
      ['five-hour-limit', ['rejected', 'five_hour']],
      ['opus-week-limit', ['rejected', 'seven_day_opus']],
      ['throttled', [null, null]],
      ['throttled-with-retry-after', [null, null]],
    ] as const) {
      simulator.faults.inject({ fault });
      const { headers, status: code } = await postMessage(simulator);
      expect([code, headers.get(status), headers.get(claim)]).toEqual([429, ...wanted]);
    }
  });

  it('can be made to measure: a throttle of so many seconds, a redirect to that place', async () => {
    const simulator = await simulate();
    simulator.faults.inject({ fault: throttledFor(61) });
    expect((await postMessage(simulator)).headers.get('retry-after')).toBe('61');
    simulator.faults.inject({ fault: redirectTo('http://127.0.0.1:9/x') });
    const response = await fetch(`${simulator.url}/v1/messages`, {
      method: 'POST',
      headers: keyHeaders,
      body: messageBody(),
      redirect: 'manual',
    });
    expect([response.status, response.headers.get('location')]).toEqual([307, 'http://127.0.0.1:9/x']);
  });

  it('strikes any other path where it is told to', async () => {
    const simulator = await simulate();
    simulator.faults.inject({ fault: 'throttled', path: '/api/oauth/usage' });
    const headers = { authorization: `Bearer ${simulator.account('work').signIn().access_token}` };
    expect((await fetch(simulator.usageUrl, { headers })).status).toBe(429);
    expect((await fetch(simulator.usageUrl, { headers })).status).toBe(200);
  });

  it('reaches only the account that it is meant for', async () => {
    const simulator = await simulate();
    simulator.faults.inject({ fault: 'internal-error', account: 'setup' });
    expect((await postMessage(simulator)).status).toBe(200);
    expect((await postMessage(simulator, bearer('sk-ant-oat01-setup'))).status).toBe(500);
  });
});

describe('a fault of the token endpoint', () => {
  it.each(tokenFaults)('%s leaves the caller with: %s', async (_, ending, fault) => {
    const simulator = await simulate();
    const { refresh_token } = simulator.account('work').signIn();
    const body = JSON.stringify({
      grant_type: 'refresh_token',
      refresh_token,
      client_id: simulator.clientId,
    });
    simulator.faults.inject({ fault });
    const received = await receive(simulator.tokenUrl, {
      headers: { 'content-type': 'application/json' },
      body,
      patienceMs: patienceMs(fault),
    });
    expect(shapeOf(received, isWholeTokenSet)).toBe(ending);
    expect(simulator.ledger.requests[0]).toMatchObject({ fault: fault.name, accountId: 'work' });
  });

  it('before the work leaves the refresh token good, after it the rotated one is lost', async () => {
    const simulator = await simulate();
    const { refresh_token } = simulator.account('work').signIn();
    for (const fault of ['token-reset-before-processing', 'token-throttled', 'token-internal-error']) {
      simulator.faults.inject({ fault });
      await refresh(simulator, refresh_token!).catch(() => null);
    }
    expect(simulator.ledger.tokenCalls).toEqual([]);
    simulator.faults.inject({ fault: 'token-reset-after-processing' });
    await expect(refresh(simulator, refresh_token!)).rejects.toThrow();
    expect(simulator.ledger.tokenCalls).toMatchObject([{ ok: true, accountId: 'work' }]);
    expect((await refresh(simulator, refresh_token!)).body['error']).toBe('invalid_grant');
  });

  it('that leaves the refresh token out keeps the old one good', async () => {
    const simulator = await simulate();
    const { refresh_token } = simulator.account('work').signIn();
    simulator.faults.inject({ fault: 'token-without-refresh-token' });
    const { body } = await refresh(simulator, refresh_token!);
    expect(body).not.toHaveProperty('refresh_token');
    expect((await refresh(simulator, refresh_token!)).status).toBe(200);
  });

  it('reaches only the account whose token is refreshed', async () => {
    const simulator = await simulate();
    simulator.faults.inject({ fault: 'token-invalid-grant', account: 'setup' });
    const work = simulator.account('work').signIn();
    expect((await refresh(simulator, work.refresh_token!)).status).toBe(200);
    const setup = simulator.account('setup').signIn();
    expect((await refresh(simulator, setup.refresh_token!)).status).toBe(400);
    expect((await callTokenEndpoint(simulator, {})).status).toBe(400);
  });
});
