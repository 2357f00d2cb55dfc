import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { LoadJob } from '../../bench/load-job.ts';
import { LoadRun } from '../../bench/load-run.ts';
import { jsonResponse } from '../../bench/vendor-answer.ts';

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** Answers each request of 1,024 bytes with what `answer` gives for its number, from 1. */
async function upstreamThat(answer: (socket: Socket, request: number) => void): Promise<string> {
  const server = createServer((socket) => {
    let received = '';
    let requests = 0;
    socket.on('error', () => {});
    socket.on('data', (data) => {
      received += data.toString('latin1');
      const head = received.indexOf('\r\n\r\n');
      if (head < 0 || received.length < head + 4 + 1024) return;
      received = '';
      answer(socket, ++requests);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

function job(url: string): LoadJob {
  return {
    target: { url, authorization: 'Bearer key', pids: [process.pid], upstreamPid: process.pid },
    connections: 3,
    bodyBytes: [1024],
    answer: { kind: 'json' },
    until: { kind: 'requests', requests: 30 },
    withSpans: true,
  };
}

describe('the load generator', () => {
  it('sends exactly as many requests as it was told and times each of them', async () => {
    let answered = 0;
    const url = await upstreamThat((socket) => {
      answered++;
      socket.write(jsonResponse(1024));
    });
    const result = await new LoadRun(job(url)).run();
    expect(result).toMatchObject({ requests: 30, failures: 0, firstFailure: null });
    expect(answered).toBe(30);
    expect(result.firstByteMs!.p50).toBeGreaterThan(0);
    expect(result.firstByteMs!.max).toBeLessThanOrEqual(result.elapsedMs);
    expect(result.spans).toHaveLength(30);
    for (const [beganAt, endedAt] of result.spans) expect(endedAt).toBeGreaterThan(beganAt);
  });

  it('stops by itself after the time it was given and counts what it measured', async () => {
    const url = await upstreamThat((socket) => socket.write(jsonResponse(1024)));
    const result = await new LoadRun({
      ...job(url),
      until: { kind: 'time', warmUpMs: 20, measureMs: 80 },
    }).run();
    expect(result.failures).toBe(0);
    expect(result.requests).toBeGreaterThan(0);
    expect(result.elapsedMs).toBeGreaterThanOrEqual(79);
  });

  it('sends a request in pieces with time between them', async () => {
    const url = await upstreamThat((socket) => socket.write(jsonResponse(1024)));
    const result = await new LoadRun({
      ...job(url),
      connections: 1,
      until: { kind: 'requests', requests: 1 },
      inPieces: { bytes: 500, gapMs: 5 },
    }).run();
    expect(result).toMatchObject({ requests: 1, failures: 0 });
    // Head and body are more than 1,500 bytes: four pieces at least, three gaps, each up to a millisecond short.
    expect(result.firstByteMs!.p50).toBeGreaterThan(3 * 4);
  });

  it.each<[string, (socket: Socket) => void, string]>([
    [
      'another status',
      (socket) => socket.write('HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n'),
      'The answer has status 502.',
    ],
    [
      'a body of the right length with other bytes',
      (socket) => socket.write(jsonResponse(1000)),
      'The answer differs from the upstream',
    ],
    [
      'a body that is too short',
      (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{"'),
      'The answer is shorter',
    ],
    ['a closed connection', (socket) => socket.destroy(), 'the connection was closed'],
  ])('counts %s as a failure and not as a request', async (_, answer, reason) => {
    const url = await upstreamThat((socket, request) =>
      request === 1 ? socket.write(jsonResponse(1024)) : answer(socket),
    );
    const result = await new LoadRun(job(url)).run();
    expect(result).toMatchObject({ requests: 3, failures: 3 });
    expect(result.firstFailure).toContain(reason);
  });
});
