import { describe, expect, it } from 'vitest';
import { parseRequestPath, upstreamTarget } from '../../../src-main/core/gateway/request-path.ts';

describe('a proxied path', () => {
  it.each([
    ['POST', '/v1/messages?beta=true', 'messages'],
    ['POST', '/v1/messages/count_tokens', 'count-tokens'],
    ['GET', '/v1/models', 'models'],
    ['GET', '/v1/models/claude-opus-5-5?x=%2e%2e', 'models'],
    ['GET', '/v1/messages', 'other'],
    ['POST', '/v1/files', 'other'],
  ])('%s %s is of kind %s and goes up as it came', (method, target, kind) => {
    expect(parseRequestPath(method, target)).toMatchObject({ kind, target });
  });

  it.each([
    ...[
      '/v1/../secret',
      '/v1/./messages',
      '/v1/messages/..',
      '/v1/%2e%2e/x',
      '/v1/%2E./x',
      '/v1/a%2fb',
      '/v1/a%5Cb',
    ],
    ...[
      '/v1/a\\b',
      '/v1//messages',
      '/v2/messages',
      '/v1',
      '/v1/messages#x',
      `/v1/${'a'.repeat(9_000)}`,
      '/v1/x%00y',
    ],
  ])('%s is refused', (target) => {
    expect(parseRequestPath('POST', target)).toBeNull();
  });

  it('does not repeat /v1 where the base URL ends in it, and keeps any other prefix', () => {
    expect(upstreamTarget('', '/v1/messages?a')).toBe('/v1/messages?a');
    expect(upstreamTarget('/v1', '/v1/messages')).toBe('/v1/messages');
    expect(upstreamTarget('/api/v1', '/v1/messages')).toBe('/api/v1/messages');
    expect(upstreamTarget('/proxy/abc', '/v1/messages')).toBe('/proxy/abc/v1/messages');
  });
});
