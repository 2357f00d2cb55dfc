/** How the direct transport gets to an upstream: addresses, time limits and TLS. */
import dns from 'node:dns';
import { readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import {
  getCACertificates,
  setDefaultCACertificates,
  type TLSSocket,
  type Server as TlsServer,
} from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ask, DirectRig } from '../../support/direct-rig.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { RecordedAnswer, requestOf } from '../../support/recorded-answer.ts';
import { eachHead, LOOPBACK_TLS, OK, type SocketServerOptions, until } from '../../support/socket-server.ts';

const authorities = getCACertificates('default');
beforeAll(() => setDefaultCACertificates([...authorities, LOOPBACK_TLS.cert.toString()]));
afterAll(() => setDefaultCACertificates(authorities));

const rig = new DirectRig();
const answerAll = (socket: Socket) => eachHead(socket, () => socket.write(OK));
const serve = (options: SocketServerOptions = {}, onSocket: (socket: Socket) => unknown = answerAll) =>
  rig.serve(onSocket, options);
afterEach(() => {
  vi.restoreAllMocks();
  return rig.close();
});

/** Lets every name resolve to these addresses, in this order. */
function resolveTo(...addresses: string[]): void {
  const answers = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  vi.spyOn(dns, 'lookup').mockImplementation(((
    _name: string,
    options: { all?: boolean },
    done: CallableFunction,
  ) => {
    if (options.all) queueMicrotask(() => done(null, answers));
    else queueMicrotask(() => done(null, answers[0]!.address, answers[0]!.family));
  }) as unknown as typeof dns.lookup);
}

describe('an address', () => {
  it('may be one of IPv6, and is the host as it was written', async () => {
    let head = '';
    const server = await serve({ host: '::1' }, (socket) =>
      eachHead(socket, (text) => {
        head = text;
        socket.write(OK);
      }),
    );
    expect((await ask(rig.transportTo(server.origin)).over).text).toBe('ok');
    expect(head).toContain(`\r\nhost: [::1]:${server.port}\r\n`);
  });

  it('of several is tried when the one before refuses, with TLS and without', async () => {
    for (const tls of [false, true]) {
      const server = await serve(tls ? { tls: LOOPBACK_TLS } : {});
      resolveTo('::1', '127.0.0.9', '127.0.0.1');
      const transport = rig.transportTo(`http${tls ? 's' : ''}://several.example:${server.port}`);
      for (let i = 0; i < 3; i++)
        expect(await ask(transport).over).toMatchObject({ failure: null, text: 'ok' });
      expect(server.sockets).toHaveLength(1);
      await transport.destroy();
    }
  });

  it('that refuses, alone or like all the others, fails the request before it is reached', async () => {
    const server = await serve();
    await server[Symbol.asyncDispose]();
    const alone = await ask(rig.transportTo(server.origin)).over;
    expect(alone.failure?.code).toBe('ECONNREFUSED');
    resolveTo('127.0.0.1', '127.0.0.9');
    const both = await ask(rig.transportTo(`http://several.example:${server.port}`)).over;
    expect(both.failure?.code).toBe('ECONNREFUSED');
    expect([alone.reached, both.reached]).toEqual([0, 0]);
  });

  it("that no resolver knows fails the request with the resolver's code", async () => {
    vi.spyOn(dns, 'lookup').mockImplementation(((_name: string, _options: object, done: CallableFunction) => {
      queueMicrotask(() => done(Object.assign(new Error('unknown'), { code: 'ENOTFOUND' })));
    }) as unknown as typeof dns.lookup);
    const answer = await ask(rig.transportTo('http://nowhere.example')).over;
    expect(answer).toMatchObject({ reached: 0, failure: { code: 'ENOTFOUND' } });
  });
});

describe('a connection that does not come about', () => {
  it('is given up after ten seconds, in name resolution', async () => {
    vi.spyOn(dns, 'lookup').mockImplementation((() => {}) as unknown as typeof dns.lookup);
    const clock = new ManualClock();
    const transport = rig.transportTo('http://slow.example', clock);
    const answer = ask(transport);
    clock.advance(9_999);
    expect(answer.failure).toBeNull();
    clock.advance(1);
    expect((await answer.over).failure).toMatchObject({ name: 'ConnectTimeoutError', code: 'ETIMEDOUT' });
    expect(answer.reached).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('is given up after ten seconds, in the handshake', async () => {
    const server = await serve();
    server.server.removeAllListeners('connection');
    server.server.on('connection', (socket: Socket) => {
      socket.on('error', () => {});
      rig.defer(() => socket.destroy());
    });
    const clock = new ManualClock();
    const answer = ask(rig.transportTo(`https://127.0.0.1:${server.port}`, clock));
    await new Promise((resolve) => setTimeout(resolve, 50));
    clock.advance(9_999);
    expect(answer.failure).toBeNull();
    clock.advance(1);
    expect((await answer.over).failure).toMatchObject({ name: 'ConnectTimeoutError' });
    expect(answer.reached).toBe(0);
  });

  it('has no time limit left once it stands', async () => {
    const clock = new ManualClock();
    let finish = () => {};
    const server = await serve({}, (socket) =>
      eachHead(socket, () => {
        finish = () => socket.write(OK);
      }),
    );
    const answer = ask(rig.transportTo(server.origin, clock));
    await until(() => answer.reached === 1);
    expect(clock.pendingTimers).toBe(0);
    clock.advance(60_000);
    await until(() => finish.length === 0 && server.sockets.length === 1 && server.sockets[0]!.bytesRead > 0);
    finish();
    expect((await answer.over).text).toBe('ok');
  });
});

describe('TLS', () => {
  it('carries requests and answers of any size, on one connection', async () => {
    const body = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => (i * 31) & 0xff));
    const server = await serve({ tls: LOOPBACK_TLS }, (socket) => {
      let bytes = 0;
      socket.on('data', (data: Buffer) => {
        bytes += data.length;
        if (bytes < body.length) return;
        bytes = 0;
        socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n`);
        socket.write(body);
      });
    });
    const transport = rig.transportTo(server.origin);
    const pieces = Array.from({ length: 60 }, (_, i) => body.subarray(i * 50_000, (i + 1) * 50_000));
    for (let i = 0; i < 3; i++) {
      const answer = await ask(transport, {
        method: 'POST',
        headers: ['content-length', String(body.length)],
        body: pieces,
      }).over;
      expect(answer.failure).toBeNull();
      expect(answer.body.equals(body)).toBe(true);
    }
    expect(server.sockets).toHaveLength(1);
  });

  it('resumes the session of an earlier connection', async () => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const reused: boolean[] = [];
      const server = await serve({ tls: { ...LOOPBACK_TLS, maxVersion } }, (socket) => {
        reused.push((socket as TLSSocket).isSessionReused());
        eachHead(socket, () => socket.write(OK.replace('\r\n', '\r\nconnection: close\r\n')));
      });
      const transport = rig.transportTo(server.origin);
      for (let i = 0; i < 3; i++) expect((await ask(transport).over).text).toBe('ok');
      expect(reused).toEqual([false, true, true]);
    }
  });

  it('names the host it wants, but not where that is an address', async () => {
    const names: unknown[] = [];
    const protocols: unknown[] = [];
    const server = await serve({ tls: { ...LOOPBACK_TLS, ALPNProtocols: ['h2', 'http/1.1'] } }, (socket) => {
      names.push((socket as TLSSocket & { servername: unknown }).servername);
      protocols.push((socket as TLSSocket).alpnProtocol);
      eachHead(socket, () => socket.write(OK));
    });
    resolveTo('127.0.0.1');
    for (const host of ['several.example', '127.0.0.1']) {
      expect((await ask(rig.transportTo(`https://${host}:${server.port}`)).over).failure).toBeNull();
    }
    expect(names).toEqual(['several.example', false]);
    expect(protocols).toEqual(['http/1.1', 'http/1.1']);
  });

  const vector = (name: string) => readFileSync(join(import.meta.dirname, '../../vectors/tls', name));
  const otherHost = { key: vector('other-host.key'), cert: vector('other-host.crt') };

  it.each([
    ['nobody vouches for', 'other.example', otherHost, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['is for another name', 'another.example', LOOPBACK_TLS, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['is for other addresses', '127.0.0.2', LOOPBACK_TLS, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])(
    'with a certificate that %s ends before a byte of the request is sent',
    async (_name, host, tls, code) => {
      let bytes = 0;
      const server = await serve({ tls, host: host === '127.0.0.2' ? host : '127.0.0.1' }, (socket) => {
        socket.on('data', (data: Buffer) => {
          bytes += data.length;
        });
      });
      resolveTo('127.0.0.1');
      const transport = rig.transportTo(`https://${host}:${server.port}`);
      for (let i = 0; i < 3; i++) {
        const answer = await ask(transport, {
          method: 'POST',
          headers: ['authorization', 'Bearer secret', 'content-length', '5'],
          body: [Buffer.from('hello')],
        }).over;
        expect(answer).toMatchObject({ reached: 0, failure: { code } });
      }
      await transport.close();
      await until(() => server.sockets.every(({ destroyed }) => destroyed));
      expect(bytes).toBe(0);
    },
  );

  it('sends nothing of a request before the handshake is over, also to a server that never shakes hands', async () => {
    let received = '';
    const plain = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (data: Buffer) => {
        received += data.toString('latin1');
      });
      setTimeout(() => socket.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n'), 50);
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    rig.defer(() => new Promise((resolve) => plain.close(resolve)));
    const { port } = plain.address() as { port: number };
    const answer = await ask(rig.transportTo(`https://127.0.0.1:${port}`), {
      headers: ['x-api-key', 'secret'],
    }).over;
    expect(answer.reached).toBe(0);
    expect(answer.failure).not.toBeNull();
    expect(received.length).toBeGreaterThan(0);
    expect(received).not.toContain('secret');
    expect(received).not.toContain('HTTP/1.1');
  });

  it('hands a request to a new connection only after that one has shown its certificate, too', async () => {
    for (const [tls, outcome] of [
      [LOOPBACK_TLS, { reached: 1, text: 'ok', failure: null }],
      [otherHost, { reached: 0, text: '', failure: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } }],
    ] as const) {
      const server = await serve({ tls: LOOPBACK_TLS });
      const transport = rig.transportTo(server.origin);
      expect((await ask(transport).over).text).toBe('ok');
      const answer = new RecordedAnswer();
      await new Promise((resolve) => setTimeout(resolve, 20));
      setImmediate(() => {
        (server.server as TlsServer).setSecureContext(tls);
        // Both the alert that closes TLS and the end of TCP are read before the turn is over.
        server.sockets[0]!.end();
        transport.send(requestOf({ headers: ['x-api-key', 'secret'] }), answer);
      });
      expect(await answer.over).toMatchObject(outcome);
    }
  });
});
