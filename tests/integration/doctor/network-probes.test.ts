import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { resolve } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, expect, it } from 'vitest';
import { systemNetworkProbes } from '../../../src-main/core/doctor/network-probes.ts';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { createUndiciFetch } from '../../../src-main/core/oauth/undici-transport.ts';

const probes = systemNetworkProbes({
  fetch: createUndiciFetch(),
  clock: systemClock,
  userAgent: 'rota/test',
});
const TLS = resolve(import.meta.dirname, '../../vectors/tls');

const servers: Server[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done)))));

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createHttpServer();
  const port = await listen(server);
  await new Promise((done) => server.close(done));
  servers.pop();
  return port;
}

it('a name is resolved, and one that cannot exist is told by its code', async () => {
  expect(await probes.resolve('localhost')).toMatchObject({
    ok: true,
    value: expect.arrayContaining([expect.any(String)]),
  });
  expect(await probes.resolve('nobody.invalid')).toMatchObject({
    ok: false,
    error: { code: expect.stringMatching(/^E/) },
  });
});

it('a port that takes connections is told from one that does not', async () => {
  expect(await probes.dial('127.0.0.1', await listen(createHttpServer()))).toMatchObject({ ok: true });
  expect(await probes.dial('127.0.0.1', await freePort())).toMatchObject({ error: { code: 'ECONNREFUSED' } });
});

it('a certificate of nobody’s is seen with its issuer, and is neither trusted nor public', async () => {
  const server = createTlsServer({
    cert: readFileSync(`${TLS}/other-host.crt`),
    key: readFileSync(`${TLS}/other-host.key`),
  });
  const seen = await probes.certificate('127.0.0.1', await listen(server));
  expect(seen).toMatchObject({
    ok: true,
    value: { issuer: expect.any(String), distrust: expect.stringMatching(/^[A-Z_]+$/), publicRoot: false },
  });
  expect(seen.ok && seen.value.validUntil).toBeGreaterThan(0);
});

it('a port that speaks no TLS has no certificate', async () => {
  const plain = createHttpServer();
  expect(await probes.certificate('127.0.0.1', await listen(plain))).toMatchObject({ ok: false });
});

it('the head of an answer tells status, time and kind, and no credential goes out', async () => {
  const asked: unknown[] = [];
  const server = createHttpServer((request, response) => {
    asked.push(request.headers);
    response.writeHead(403, { 'content-type': 'text/html', date: 'Sun, 22 Nov 2026 12:00:00 GMT' });
    response.end('<html>');
  });
  const head = await probes.head(`http://127.0.0.1:${await listen(server)}/`, 'none');
  expect(head).toMatchObject({
    ok: true,
    value: { status: 403, isHtml: true, date: Date.UTC(2026, 10, 22, 12) },
  });
  expect(Object.keys(asked[0] as object)).not.toContain('authorization');
  expect(await probes.head(`http://127.0.0.1:${await freePort()}/`, 'none')).toMatchObject({
    error: { code: 'ECONNREFUSED' },
  });
});
