/**
 * The gateway's own client held against undici, which reads with llhttp: the same bytes over real sockets, valid ones
 * and damaged ones. Where both read an answer they read the same; where only one of them does, the shape has a name here.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TurnEnd } from '../../../src-main/core/gateway/turn-end.ts';
import { DirectTransport } from '../../../src-main/core/gateway/upstream/direct-transport.ts';
import type { UpstreamTransport } from '../../../src-main/core/gateway/upstream/transport.ts';
import { UndiciTransport } from '../../../src-main/core/gateway/upstream/undici-transport.ts';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { AnswerDraw, type RandomAnswer } from '../../support/random-answers.ts';
import { RecordedAnswer, requestOf } from '../../support/recorded-answer.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { eachHead, type SocketServer, startSocketServer } from '../../support/socket-server.ts';

const ANSWERS_PER_SEED = 500;
const AT_ONCE = 16;

const script = new Map<string, RandomAnswer>();
let server: SocketServer;

beforeAll(async () => {
  server = await startSocketServer((socket) =>
    eachHead(socket, async (head) => {
      for (const piece of script.get(head.split(' ')[1]!)!.pieces) {
        socket.write(piece);
        await new Promise((resolve) => setImmediate(resolve));
      }
      socket.end();
    }),
  );
});
afterAll(() => server[Symbol.asyncDispose]());

const direct = () => new DirectTransport(server.origin, systemClock, new TurnEnd());
const withUndici = () =>
  new UndiciTransport(
    server.origin.origin,
    (undici) =>
      new undici.Pool(server.origin.origin, {
        connections: null,
        pipelining: 1,
        maxHeaderSize: 16 * 1024,
        allowH2: false,
      }),
  );

/** Reads one answer on a connection of its own. */
async function read(transport: UpstreamTransport, method: string, path: string): Promise<RecordedAnswer> {
  const answer = new RecordedAnswer();
  transport.send(requestOf({ method, path }), answer);
  await answer.over;
  await transport.destroy();
  return answer;
}

const linesOf = (text: string, begin: RegExp) => text.split('\r\n').filter((line) => begin.test(line));

/** What Rota refuses although llhttp reads it. RFC 9112 lets a recipient do so, and no upstream of Rota sends it. */
const REFUSED: Readonly<Record<string, (text: string) => boolean>> = {
  // Sections 6.1 and 6.3: an answer with a coding that was not asked for, or with one in HTTP/1.0, has a faulty framing.
  'a transfer coding that is not one "chunked" in HTTP/1.1': (text) => {
    const codings = linesOf(text, /^transfer-encoding:/i);
    return (
      codings.length > 1 ||
      codings.some((line) => !/^transfer-encoding:[ \t]*chunked[ \t]*$/i.test(line)) ||
      (codings.length === 1 && text.includes('HTTP/1.0 '))
    );
  },
  // Section 4: a reason has visible characters, blanks and tabs. Node would refuse to pass others on.
  'a control character in the status line, and with it a bare CR': (text) =>
    linesOf(text, /^HTTP\/1\.[01] \d{3}/).some((line) => /[^\t\x20-\x7e\x80-\xff]/.test(line)),
  // Section 2.2 speaks of requests only; before an answer such bytes are left over from something else.
  'an empty line or a CR before the status line': (text) => /^[\r\n]|\r\n\r\n[\r\n]+HTTP\//.test(text),
};

/**
 * What Rota reads although llhttp refuses it: the text of a chunk extension or of a trailer that keeps to no grammar. A
 * recipient ignores both (section 7.1), Rota passes none on, and neither can move the end of its line, because every
 * control character in it is refused. So the answer without them must be the same to llhttp.
 */
const PASSED_OVER = /chunk extensions|header token|header value|Content-Length|Transfer-Encoding/i;

function withoutExtras(text: string): string {
  let at = 0;
  for (let isInterim = true; isInterim; at = text.indexOf('\r\n\r\n', at) + 4) {
    isInterim = text.startsWith('HTTP/1.1 1', at);
  }
  let plain = text.slice(0, at);
  for (;;) {
    const line = text.slice(at, text.indexOf('\r\n', at));
    const digits = /^[0-9a-f]+/i.exec(line)![0];
    const size = Number.parseInt(digits, 16);
    if (size === 0) return `${plain}0\r\n\r\n`;
    const from = at + line.length + 2;
    plain += `${digits}\r\n${text.slice(from, from + size)}\r\n`;
    at = from + size + 2;
  }
}

/** undici reads a reason as UTF-8, and keeps only its last part where it came in several reads. */
const comparable = (reason: string) => reason.replace(/[^\t -~]+/g, '?');
/** llhttp leaves tabs behind a value standing (section 5.1 excludes them). */
const withoutBlanksBehind = (value: string) => value.replace(/[ \t]+$/, '');

function expectSame(own: RecordedAnswer, other: RecordedAnswer, text: string): void {
  expect(own.head!.status, text).toBe(other.head!.status);
  expect(own.head!.headers.list(), text).toEqual(other.head!.headers.list().map(withoutBlanksBehind));
  expect(comparable(own.head!.statusText).endsWith(comparable(other.head!.statusText)), text).toBe(true);
  expect(own.body.equals(other.body), text).toBe(true);
}

async function compare(path: string): Promise<'read' | 'refused' | 'named'> {
  const { method, bytes } = script.get(path)!;
  const text = bytes.toString('latin1');
  const [own, other] = await Promise.all([read(direct(), method, path), read(withUndici(), method, path)]);
  if (!own.ended && !other.ended) return 'refused';
  if (own.ended && other.ended) {
    expectSame(own, other, text);
    return 'read';
  }
  if (other.ended) {
    // A head that goes on where llhttp has seen its end is cut off by the close.
    expect(own.failure?.code, text).toMatch(/^(?:ERR_INVALID_ANSWER|ECONNRESET)$/);
    expect(
      Object.keys(REFUSED).filter((shape) => REFUSED[shape]!(text)),
      text,
    ).not.toEqual([]);
    return 'named';
  }
  expect(other.failure?.message, text).toMatch(PASSED_OVER);
  expect(own.head!.headers.get('transfer-encoding'), text).toMatch(/^chunked$/i);
  const plain = Buffer.from(withoutExtras(text), 'latin1');
  script.set(`${path}/plain`, { method, bytes: plain, pieces: [plain] });
  expectSame(own, await read(withUndici(), method, `${path}/plain`), text);
  return 'named';
}

describe('an answer of an upstream', () => {
  it.each(['one', 'two', 'three'])(
    'is what undici makes of it, or has a shape with a name (seed %s)',
    async (seed) => {
      const draw = new AnswerDraw(new SeededRandom(`upstream-client ${seed}`));
      const paths = Array.from({ length: ANSWERS_PER_SEED }, (_, i) => `/${seed}/${i}`);
      for (const path of paths) script.set(path, draw.next());
      const outcomes = { read: 0, refused: 0, named: 0 };
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (let path = paths.pop(); path; path = paths.pop()) outcomes[await compare(path)]++;
        }),
      );
      // A draw that only made rubbish, or nothing but, would prove little.
      expect(outcomes.read).toBeGreaterThan(ANSWERS_PER_SEED / 3);
      expect(outcomes.refused).toBeGreaterThan(ANSWERS_PER_SEED / 5);
    },
  );
});
