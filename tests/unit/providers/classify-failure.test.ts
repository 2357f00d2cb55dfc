/** The codes are not made up: every case but the last table runs undici against a real socket that misbehaves. */
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { classifyFailure } from '../../../src-main/core/providers/classify-failure.ts';

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function listening<T extends Server>(server: T): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A server that does `act` with every socket once the request's first bytes are there. */
function answering(act: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.once('data', () => act(socket));
  });
  open.push({ close: () => sockets.forEach((socket) => void socket.destroy()) });
  return listening(server);
}

async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  open.pop();
  return port;
}

/** Sends one request and classifies how it failed. */
async function failureOf(origin: string, dispatcher: Dispatcher, viaProxy = false) {
  let reachedUpstream = false;
  const error = await new Promise<Error>((resolve, reject) => {
    dispatcher.dispatch(
      { origin, method: 'POST', path: '/v1/messages', body: '{}', headersTimeout: 200, bodyTimeout: 200 },
      {
        onRequestStart: () => {
          reachedUpstream = true;
        },
        onResponseStart: () => {},
        onResponseData: () => {},
        onResponseEnd: () => reject(new Error('It was answered.')),
        onResponseError: (_controller, failure) => resolve(failure),
      },
    );
  });
  await dispatcher.destroy();
  return classifyFailure(error, { reachedUpstream, host: 'upstream.example', viaProxy });
}

const local = (cause: string) => ({ kind: 'local-origin-failed', cause, host: 'upstream.example' });
const upstream = (cause: string) => ({ kind: 'upstream-failed', cause, status: null });

describe('a failure without an answer', () => {
  it('is ours when the connection is refused', async () => {
    expect(await failureOf(`http://127.0.0.1:${await closedPort()}`, new Agent())).toEqual(local('refused'));
  });

  it('is ours when the name does not resolve', async () => {
    expect(await failureOf('http://does-not-exist.invalid', new Agent())).toEqual(local('dns'));
  });

  it('is ours when a TLS handshake is never answered', async () => {
    const port = await answering(() => {});
    const agent = new Agent({ connectTimeout: 100 });
    expect(await failureOf(`https://127.0.0.1:${port}`, agent)).toEqual(local('connect-timeout'));
  });

  it('is ours when the other side does not speak TLS', async () => {
    const port = await answering((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await failureOf(`https://127.0.0.1:${port}`, new Agent())).toEqual(local('tls'));
  });

  it('is the upstream’s when it resets after the request', async () => {
    const port = await answering((socket) => void socket.resetAndDestroy());
    expect(await failureOf(`http://127.0.0.1:${port}`, new Agent())).toEqual(upstream('reset'));
  });

  it('is the upstream’s when it closes without a word', async () => {
    const port = await answering((socket) => void socket.end());
    expect(await failureOf(`http://127.0.0.1:${port}`, new Agent())).toEqual(upstream('reset'));
  });

  it('is the upstream’s when no head comes in time', async () => {
    const port = await answering(() => {});
    expect(await failureOf(`http://127.0.0.1:${port}`, new Agent())).toEqual(upstream('timeout'));
  });

  it('is the upstream’s when it falls silent in the body', async () => {
    const port = await answering(
      (socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc'),
    );
    expect(await failureOf(`http://127.0.0.1:${port}`, new Agent())).toEqual(upstream('timeout'));
  });

  it('is the upstream’s when it does not speak HTTP', async () => {
    const port = await answering((socket) => void socket.end('garbage\r\n\r\n'));
    expect(await failureOf(`http://127.0.0.1:${port}`, new Agent())).toEqual(upstream('invalid-answer'));
  });

  it('is the upstream’s when its head has no end', async () => {
    const head = `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(40_000)}\r\n\r\n`;
    const port = await answering((socket) => void socket.write(head));
    expect(await failureOf(`http://127.0.0.1:${port}`, new Agent())).toEqual(upstream('invalid-answer'));
  });
});

describe('a failure behind a proxy', () => {
  it('is the proxy’s when the proxy is not there', async () => {
    const proxy = new ProxyAgent({ uri: `http://127.0.0.1:${await closedPort()}` });
    expect(await failureOf('https://upstream.example', proxy, true)).toEqual(local('proxy'));
  });

  it.each([403, 407, 502])('is the proxy’s when it answers the tunnel with %d', async (status) => {
    const server = createHttpServer();
    server.on('connect', (_request, socket) =>
      socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`),
    );
    const proxy = new ProxyAgent({ uri: `http://127.0.0.1:${await listening(server)}` });
    expect(await failureOf('https://upstream.example', proxy)).toEqual(local('proxy'));
  });

  it('is the upstream’s once the request is through', async () => {
    const port = await answering((socket) => void socket.resetAndDestroy());
    expect(await failureOf(`http://127.0.0.1:${port}`, new Agent(), true)).toEqual(upstream('reset'));
  });
});

describe('the codes of systems that a test cannot bring about', () => {
  const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code });
  const before = { reachedUpstream: false, host: 'upstream.example' };

  it.each([
    ['EAI_AGAIN', 'dns'],
    ['ENETUNREACH', 'unreachable'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ECONNRESET', 'unreachable'],
    ['ETIMEDOUT', 'connect-timeout'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['UND_ERR_PRX_TLS', 'tls'],
    ['UND_ERR_SOCKS5_REPLY_5', 'proxy'],
    ['UND_ERR_SOCKS5_AUTH_REJECTED', 'proxy'],
    ['', 'unreachable'],
  ])('%s before anything was sent is %s', (code, cause) => {
    expect(classifyFailure(coded(code), before)).toEqual(local(cause));
  });

  it('looks into the parts of an AggregateError, one per address', () => {
    const error = new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]);
    expect(classifyFailure(error, before)).toEqual(local('refused'));
  });

  it('looks behind a wrapper at the cause', () => {
    const error = new TypeError('fetch failed', { cause: coded('ENOTFOUND') });
    expect(classifyFailure(error, before)).toEqual(local('dns'));
  });

  it('takes a chain of causes that ends in itself', () => {
    const error = new Error('round');
    error.cause = error;
    expect(classifyFailure(error, before)).toEqual(local('unreachable'));
  });

  it('ETIMEDOUT after sending is a timeout of the upstream', () => {
    const after = { reachedUpstream: true, host: 'upstream.example' };
    expect(classifyFailure(coded('ETIMEDOUT'), after)).toEqual(upstream('timeout'));
    expect(classifyFailure(null, after)).toEqual(upstream('reset'));
  });
});
