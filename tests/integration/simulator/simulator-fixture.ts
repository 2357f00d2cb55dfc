import { request as httpRequest } from 'node:http';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { seededRandom } from '../../../src-main/core/simulator/seeded-random.ts';
import { type Simulator, startSimulator } from '../../../src-main/core/simulator/simulator.ts';
import type { SimulatorOptions } from '../../../src-main/core/simulator/simulator-options.ts';

/** A subscription that signs in, one with a setup token, and an API key. */
export const threeAccounts: SimulatorOptions['accounts'] = [
  { id: 'work', email: 'work@studio.example', plan: 'max' },
  { id: 'setup', email: 'setup@home.example', plan: 'pro', bearerToken: 'sk-ant-oat01-setup' },
  { id: 'key', email: 'key@studio.example', plan: 'api', apiKey: 'sk-ant-api03-key' },
];

/** A simulator that is closed when the test is over. */
export async function simulate(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({
    clock: systemClock,
    random: seededRandom(1),
    accounts: threeAccounts,
    ...options,
  });
  onTestFinished(() => simulator.close());
  return simulator;
}

export const vendorHeaders = {
  'anthropic-version': '2023-06-01',
  'anthropic-beta': 'oauth-2025-04-20',
  'content-type': 'application/json',
};
export const keyHeaders = { ...vendorHeaders, 'x-api-key': 'sk-ant-api03-key' };
export const bearer = (token: string) => ({ ...vendorHeaders, authorization: `Bearer ${token}` });

export const messageBody = (more: object = {}) =>
  JSON.stringify({
    model: 'claude-opus-5-5',
    max_tokens: 1_000,
    messages: [{ role: 'user', content: 'say hi' }],
    ...more,
  });

/** A request to the simulator's Messages endpoint. */
export function postMessage(
  simulator: Simulator,
  headers: Record<string, string> = keyHeaders,
  more: object = {},
  signal?: AbortSignal,
): Promise<Response> {
  const init = { method: 'POST', headers, body: messageBody(more), ...(signal ? { signal } : {}) };
  return fetch(`${simulator.url}/v1/messages`, init);
}

/** What a peer had when an exchange ended, or when it had waited or read enough. */
export interface Received {
  readonly status: number | null;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
  /** `complete`: as HTTP wants it. `broken`: by an error. `patience`: the peer gave up. */
  readonly end: 'complete' | 'broken' | 'patience';
}

/** Sends one request on a connection of its own and reads until it ends, `patienceMs` pass or `maxBytes` came. */
export function receive(
  url: string,
  options: { headers: Record<string, string>; body: string; patienceMs: number; maxBytes?: number },
): Promise<Received> {
  return new Promise((resolve) => {
    let status: number | null = null;
    let headers: Received['headers'] = {};
    const chunks: Buffer[] = [];
    const finish = (end: Received['end']) => {
      clearTimeout(timer);
      resolve({ status, headers, body: Buffer.concat(chunks), end });
      outgoing.destroy();
    };
    const timer = setTimeout(() => finish('patience'), options.patienceMs);
    const outgoing = httpRequest(url, { method: 'POST', headers: options.headers, agent: false });
    outgoing.on('error', () => finish('broken'));
    outgoing.on('response', (response) => {
      status = response.statusCode ?? null;
      headers = response.headers;
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > (options.maxBytes ?? Number.POSITIVE_INFINITY)) finish('patience');
      });
      response.on('end', () => finish('complete'));
      response.on('error', () => finish('broken'));
    });
    outgoing.end(options.body);
  });
}
