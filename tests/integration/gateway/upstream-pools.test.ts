import { afterEach, expect, it } from 'vitest';
import { TurnEnd } from '../../../src-main/core/gateway/turn-end.ts';
import { UpstreamExchange } from '../../../src-main/core/gateway/upstream-exchange.ts';
import { UpstreamPools } from '../../../src-main/core/gateway/upstream-pools.ts';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import type { ProviderEntry } from '../../../src-main/core/settings/settings.ts';
import { settingsFromYaml } from '../../support/given-settings.ts';
import { type RawUpstream, startRawUpstream } from '../../support/raw-upstream.ts';

let upstream: RawUpstream;
let pools: UpstreamPools;

afterEach(async () => {
  await pools.close();
  await upstream[Symbol.asyncDispose]();
});

async function entryFor(url: string): Promise<ProviderEntry> {
  const settings = await settingsFromYaml(
    `providers: [{ name: a, base_url: "${url}", auth_type: api_key, auth_value: k, proxy: none }]`,
  );
  return settings.current().providers[0]!;
}

async function statusOf(entry: ProviderEntry): Promise<number | undefined> {
  const { transport } = pools.route(entry);
  const exchange = new UpstreamExchange();
  exchange.send(transport, { method: 'GET', path: '/', headers: '', body: [], silenceMs: 5_000 });
  const head = await exchange.head;
  while (!exchange.ended && !exchange.failure) await exchange.activity();
  // The pool takes its socket back once the turn in which the answer ended is over.
  await new Promise((resolve) => setImmediate(resolve));
  return head?.status;
}

it('after a wake the next request gets a new socket, and one in flight on an old socket may finish', async () => {
  upstream = await startRawUpstream();
  pools = new UpstreamPools({}, systemClock, new TurnEnd());
  const entry = await entryFor(upstream.url);
  await statusOf(entry);
  await statusOf(entry);
  expect(upstream.connections).toBe(1);

  let release = () => {};
  upstream.answer = () => ({ pieces: [], hold: new Promise<void>((resolve) => (release = resolve)) });
  const inFlight = statusOf(entry);
  while (upstream.received.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  pools.renewAll();
  upstream.answer = () => ({ pieces: [Buffer.from('HTTP/1.1 204 No Content\r\n\r\n')] });
  expect(await statusOf(entry)).toBe(204);
  expect(upstream.connections).toBe(2);
  release();
  expect(await inFlight).toBe(200);
});

it('closing cuts also what is in flight on sockets from before a wake', async () => {
  upstream = await startRawUpstream();
  pools = new UpstreamPools({}, systemClock, new TurnEnd());
  const entry = await entryFor(upstream.url);
  upstream.answer = () => ({ pieces: [], hold: new Promise<void>(() => {}) });
  const inFlight = statusOf(entry);
  while (upstream.received.length < 1) await new Promise((resolve) => setTimeout(resolve, 5));
  pools.renewAll();
  await pools.close();
  expect(await inFlight).toBeUndefined();
});
