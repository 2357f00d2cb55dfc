/** A key that is tried over the management API before an account is made of it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { done } from '../../support/settings-core.ts';
import { startHttpProxy, startSocksProxy } from '../../support/small-proxies.ts';
import { AccountBench, KEY_ONE, SETUP_TOKEN, WRONG_KEY } from './account-bench.ts';

const bench = new AccountBench();

describe('a key that is tried before it is added', () => {
  const trial = (input: object) =>
    bench.rota.client.command('accounts.testKey', {
      baseUrl: bench.simulator.url,
      key: KEY_ONE,
      proxy: 'none',
      ...input,
    });

  it('is accepted or refused by the address that it is for, with the header of its kind', async () => {
    expect(done(await trial({}))).toMatchObject({ result: 'accepted', status: 200 });
    expect(done(await trial({ baseUrl: `${bench.simulator.url}/v1/` }))).toMatchObject({
      result: 'accepted',
    });
    expect(done(await trial({ key: WRONG_KEY }))).toMatchObject({ result: 'refused', status: 401 });
    expect(done(await trial({ authType: 'auth_token' }))).toMatchObject({ status: 200 });
    expect(await bench.names()).toEqual([]);
  });

  it('is a setup token only after the terms were accepted, and then carries the flag that goes with it', async () => {
    expect(await trial({ key: SETUP_TOKEN })).toMatchObject({ error: { code: 'terms_not_accepted' } });
    done(await bench.rota.client.command('terms.accept'));
    expect(done(await trial({ key: SETUP_TOKEN }))).toMatchObject({ result: 'accepted', status: 200 });
    expect(await trial({ key: SETUP_TOKEN, authType: 'api_key' })).toMatchObject({
      error: { code: 'invalid_input' },
    });
  });

  it('goes through the proxy that is named', async () => {
    for (const [scheme, start] of [
      ['http', startHttpProxy],
      ['socks5', startSocksProxy],
    ] as const) {
      const proxy = await start();
      const answer = done(await trial({ proxy: `${scheme}://127.0.0.1:${proxy.port}` }));
      expect(answer, scheme).toMatchObject({ result: 'accepted' });
      expect(proxy.targets, scheme).toEqual([`127.0.0.1:${bench.simulator.port}`]);
    }
    expect(await trial({ proxy: '127.0.0.1:3128' })).toMatchObject({ error: { code: 'invalid_input' } });
  });

  it.each([
    [200, 'application/json', '{}', 'accepted'],
    [403, 'application/json', '{"error":{"type":"permission_error","message":"no"}}', 'refused'],
    [403, 'text/html', '<!doctype html><title>Attention</title>', 'unclear'],
    [403, 'application/json', '{"error":{"type":"forbidden","message":"Request not allowed"}}', 'unclear'],
    [404, 'text/plain', 'not here', 'unclear'],
    [302, 'text/plain', '', 'unclear'],
    [500, 'text/plain', '', 'unclear'],
  ])('comes to this where the answer is %i %s %s: %s', async (status, type, body, result) => {
    const server = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': type, location: bench.simulator.url }).end(body);
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const seen = done(await trial({ baseUrl }));
    await new Promise((resolve) => server.close(resolve));
    expect(seen).toMatchObject({ result, status });
  });

  it('is not judged where nobody answers', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const seen = done(await trial({ baseUrl: `http://127.0.0.1:${port}` }));
    expect(seen).toMatchObject({ result: 'unreachable', status: null });
    expect(seen.durationMs).toBeLessThan(5_000);
  });
});
