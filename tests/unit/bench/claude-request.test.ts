import { describe, expect, it } from 'vitest';
import { buildBody, buildHead, KILOBYTE, MEGABYTE, sessionIdOf } from '../../bench/claude-request.ts';

describe('requests in the shape of Claude Code', () => {
  it.each([600, KILOBYTE, 9000, 150 * KILOBYTE, MEGABYTE])(
    'has a body of exactly %i bytes that is JSON',
    (bytes) => {
      const body = buildBody(bytes, true);
      const whole = Buffer.concat([body.prefix, body.tail(sessionIdOf(7))]);
      expect(whole.length).toBe(bytes);
      const parsed = JSON.parse(whole.toString()) as Record<string, unknown>;
      const keys = Object.keys(parsed);
      expect(keys[0]).toBe('model');
      expect(keys.at(-1)).toBe('stream');
      expect(parsed['stream']).toBe(true);
    },
  );

  it('carries the session id in the header and in metadata.user_id, which is a JSON string', () => {
    const sessionId = sessionIdOf(15);
    const tail = JSON.parse(`{${buildBody(KILOBYTE, false).tail(sessionId).toString()}`) as {
      metadata: { user_id: string };
    };
    expect(JSON.parse(tail.metadata.user_id)).toMatchObject({ session_id: sessionId });
    const head = buildHead({
      url: new URL('http://127.0.0.1:9090'),
      authorization: 'Bearer key',
      sessionId,
      bodyBytes: 1024,
      extraHeaders: { 'x-bench-answer': 'json' },
    }).toString();
    expect(head).toContain(`X-Claude-Code-Session-Id: ${sessionId}\r\n`);
    expect(head).toContain('Host: 127.0.0.1:9090\r\n');
    expect(head).toContain('x-bench-answer: json\r\n');
    expect(head.endsWith('Content-Length: 1024\r\n\r\n')).toBe(true);
  });

  it('gives every session a tail of the same length', () => {
    const body = buildBody(KILOBYTE, false);
    expect(body.tail(sessionIdOf(0)).length).toBe(body.tail(sessionIdOf(499)).length);
  });

  it('refuses a size that cannot hold the keys', () => {
    expect(() => buildBody(100, true)).toThrow('at least 600 bytes');
  });
});
