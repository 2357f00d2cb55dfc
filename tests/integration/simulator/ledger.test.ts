import { createHash } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { createConnection } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src-main/core/simulator/simulator.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { bearer, keyHeaders, messageBody, postMessage, simulate } from './simulator-fixture.ts';

const finished = (simulator: Simulator) => expect.poll(() => simulator.ledger.requests.at(-1)?.endedAt);

describe('what the simulator saw', () => {
  it('is each request as it came: head, hash of the body, answer and usage', async () => {
    const clock = new ManualClock();
    const simulator = await simulate({ clock, ledger: { keepBodies: true } });
    const response = await postMessage(
      simulator,
      { ...keyHeaders, 'X-Mixed-Case': 'Kept' },
      { stream: true },
    );
    await response.text();
    await finished(simulator).toBe(clock.now());
    const [entry] = simulator.ledger.requests;
    const body = messageBody({ stream: true });
    expect(entry).toMatchObject({
      id: response.headers.get('request-id'),
      at: clock.now(),
      method: 'POST',
      path: '/v1/messages',
      accountId: 'key',
      model: 'claude-opus-5-5',
      stream: true,
      bodyBytes: Buffer.byteLength(body),
      bodySha256: createHash('sha256').update(body).digest('hex'),
      fault: null,
      status: 200,
      usage: { outputTokens: 15, cacheReadInputTokens: 0 },
      aborted: false,
    });
    expect(entry!.body!.toString()).toBe(body);
    const nameAt = entry!.rawHeaders.findIndex((name) => name.toLowerCase() === 'x-mixed-case');
    expect(entry!.rawHeaders[nameAt + 1]).toBe('Kept');
  });

  it('leaves bodies out unless they are asked for', async () => {
    const simulator = await simulate();
    await postMessage(simulator);
    expect(simulator.ledger.requests[0]!.body).toBeNull();
  });

  it('adds up what was reported, and only that, per account and model', async () => {
    const simulator = await simulate();
    const told: number[] = [];
    for (const headers of [keyHeaders, keyHeaders, bearer('sk-ant-oat01-setup')]) {
      const { usage } = (await (await postMessage(simulator, headers)).json()) as {
        usage: { output_tokens: number };
      };
      told.push(usage.output_tokens);
    }
    simulator.faults.inject({ fault: 'internal-error' });
    await postMessage(simulator);
    expect(simulator.ledger.totals).toMatchObject([
      { accountId: 'key', model: 'claude-opus-5-5', requests: 2, outputTokens: told[0]! + told[1]! },
      { accountId: 'setup', requests: 1, outputTokens: told[2] },
    ]);
  });

  it('counts of a stream that broke off what it had told until then', async () => {
    const simulator = await simulate();
    simulator.faults.inject({ fault: 'reset-mid-stream' });
    await expect(
      postMessage(simulator, keyHeaders, { stream: true }).then((r) => r.text()),
    ).rejects.toThrow();
    await finished(simulator).not.toBeNull();
    expect(simulator.ledger.requests[0]).toMatchObject({ aborted: false, usage: { outputTokens: 1 } });
  });

  it('marks a peer that left in the middle of a stream, at once', async () => {
    const simulator = await simulate();
    simulator.faults.inject({ fault: 'stalled-mid-stream' });
    const controller = new AbortController();
    const response = await postMessage(simulator, keyHeaders, { stream: true }, controller.signal);
    await response.body!.getReader().read();
    expect(simulator.ledger.requests[0]).toMatchObject({ endedAt: null, aborted: false });
    controller.abort();
    await finished(simulator).not.toBeNull();
    expect(simulator.ledger.requests[0]!.aborted).toBe(true);
  });

  it('stops a paced answer when its reader has left', async () => {
    const clock = new ManualClock();
    const simulator = await simulate({ clock, pace: { firstEventMs: 0, betweenEventsMs: 100 } });
    const controller = new AbortController();
    await postMessage(simulator, keyHeaders, { stream: true }, controller.signal);
    await expect.poll(() => clock.pendingTimers).toBe(1);
    controller.abort();
    await finished(simulator).not.toBeNull();
    expect(clock.pendingTimers).toBe(0);
    expect(simulator.ledger.requests[0]!.usage).toMatchObject({ outputTokens: 1 });
  });

  it('marks a peer that left while it was sending', async () => {
    const simulator = await simulate();
    const socket = createConnection(simulator.port, '127.0.0.1', () => {
      socket.write('POST /v1/messages HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{"model":');
    });
    await expect.poll(() => simulator.ledger.requests.length).toBe(1);
    socket.resetAndDestroy();
    await finished(simulator).not.toBeNull();
    expect(simulator.ledger.requests[0]).toMatchObject({ aborted: true, status: null, bodyBytes: null });
  });

  it('tells a reused connection from a new one', async () => {
    const simulator = await simulate();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const hello = (through: Agent | false) =>
      new Promise<void>((resolve) => {
        httpRequest(`${simulator.url}/api/hello`, { agent: through }, (response) => {
          response.resume().on('end', resolve);
        }).end();
      });
    await hello(agent);
    await hello(agent);
    await hello(false);
    agent.destroy();
    expect(simulator.ledger.requests.map(({ connection }) => connection)).toEqual([1, 1, 2]);
    const [first, second, third] = simulator.ledger.requests.map(({ remotePort }) => remotePort);
    expect(first).toBe(second);
    expect(third).not.toBe(first);
  });

  it('refuses a body over 32 MB as the vendor does, having read it', async () => {
    const simulator = await simulate();
    const response = await fetch(`${simulator.url}/v1/messages`, {
      method: 'POST',
      headers: keyHeaders,
      body: Buffer.alloc(32 * 1024 * 1024 + 1, ' '),
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { type: 'request_too_large' } });
    expect(simulator.ledger.requests[0]!.bodyBytes).toBe(32 * 1024 * 1024 + 1);
  });
});
