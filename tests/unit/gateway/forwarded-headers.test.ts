import { describe, expect, it } from 'vitest';
import {
  clientHeaders,
  type UpstreamHeaderInput,
  upstreamHeaders,
} from '../../../src-main/core/gateway/forwarded-headers.ts';
import { HeaderLines, InvalidHeaderError } from '../../../src-main/core/gateway/header-lines.ts';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import type { Credential } from '../../../src-main/core/oauth/credential.ts';

const subscription: Credential = {
  scheme: 'bearer',
  value: new Secret('tok'),
  subscription: true,
  version: 1,
};
const apiKey: Credential = { scheme: 'x-api-key', value: new Secret('sk'), subscription: false, version: 1 };
const bearer: Credential = { scheme: 'bearer', value: new Secret('third'), subscription: false, version: 1 };

function up(raw: string[], credential = apiKey, more: Partial<UpstreamHeaderInput> = {}) {
  const lines = upstreamHeaders({
    headers: HeaderLines.of(raw)!,
    credential,
    customHeaders: {},
    apiVersion: null,
    contentLength: null,
    ...more,
  });
  return HeaderLines.parse(lines)!.list();
}

describe('headers on their way up', () => {
  it('stay as they came, in name, value and order, but for the connection and the credential', () => {
    const raw = [
      ...[
        'Accept',
        'application/json',
        'Authorization',
        'Bearer local',
        'X-Api-Key',
        'local',
        'x-rota-key',
        'local',
      ],
      ...[
        'User-Agent',
        'claude-cli/2.1.330',
        'X-Stainless-Lang',
        'js',
        'Connection',
        'keep-alive',
        'Host',
        '127.0.0.1:9090',
      ],
      ...['Accept-Encoding', 'gzip, br', 'Content-Length', '12', 'X-Odd', 'a', 'X-Odd', 'b'],
    ];
    expect(up(raw, apiKey, { contentLength: 12 })).toEqual([
      ...['Accept', 'application/json', 'User-Agent', 'claude-cli/2.1.330', 'X-Stainless-Lang', 'js'],
      ...[
        'Accept-Encoding',
        'gzip, br',
        'X-Odd',
        'a',
        'X-Odd',
        'b',
        'x-api-key',
        'sk',
        'content-length',
        '12',
      ],
    ]);
  });

  it('drop what the connection header names', () => {
    expect(up(['Connection', 'close, X-Hop', 'X-Hop', '1', 'TE', 'trailers'], bearer)).toEqual([
      'authorization',
      'Bearer third',
    ]);
  });

  it('gain the OAuth flag for a subscription token, once', () => {
    const flag = 'oauth-2025-04-20';
    const betaOf = (headers: string[]) =>
      headers.filter((_, i) => headers[i - 1]?.toLowerCase() === 'anthropic-beta');
    expect(betaOf(up(['anthropic-beta', 'a,b'], subscription))).toEqual([`a,b,${flag}`]);
    expect(betaOf(up(['anthropic-beta', `a,${flag}`], subscription))).toEqual([`a,${flag}`]);
    expect(betaOf(up([], subscription))).toEqual([flag]);
    expect(betaOf(up(['anthropic-beta', 'a', 'anthropic-beta', 'b'], subscription))).toEqual([
      `a,${flag}`,
      'b',
    ]);
    expect(betaOf(up(['anthropic-beta', `a, ${flag},b`], apiKey))).toEqual(['a,b']);
    expect(betaOf(up(['anthropic-beta', flag], apiKey))).toEqual([]);
    expect(betaOf(up(['anthropic-beta', `a,${flag}`], bearer))).toEqual([`a,${flag}`]);
  });

  it('get the configured version only where the client sent none', () => {
    expect(up([], apiKey, { apiVersion: '2023-06-01' })).toContain('anthropic-version');
    expect(up(['Anthropic-Version', 'x'], apiKey, { apiVersion: '2023-06-01' })).toEqual([
      'Anthropic-Version',
      'x',
      'x-api-key',
      'sk',
    ]);
  });

  it('give way to custom headers of the provider', () => {
    const custom = { customHeaders: { 'user-agent': 'mine', 'x-extra': '1' } };
    expect(up(['User-Agent', 'claude'], apiKey, custom)).toEqual([
      'user-agent',
      'mine',
      'x-extra',
      '1',
      'x-api-key',
      'sk',
    ]);
  });

  it('go up byte for byte, with every blank that stood around a value', () => {
    const kept = 'X-A:1\r\nx-b: \t2\t \r\n';
    const headers = HeaderLines.parse(`${kept}Host: x\r\nX-C:  \xe4\r\n`)!;
    const lines = upstreamHeaders({
      headers,
      credential: apiKey,
      customHeaders: {},
      apiVersion: null,
      contentLength: null,
    });
    expect(lines).toBe(`${kept}X-C:  \xe4\r\nx-api-key: sk\r\n`);
  });

  it.each([
    [{ credential: { ...apiKey, value: new Secret('a\r\nx: y') } }],
    [{ customHeaders: { 'x-a': 'b\nc' } }],
    [{ customHeaders: { 'x a': 'b' } }],
    [{ apiVersion: '1\r' }],
  ])('cannot be added where they would end their line: %#', (more) => {
    expect(() => up([], apiKey, more)).toThrow(InvalidHeaderError);
  });

  it('go up also where they are named like what every object has', () => {
    expect(up(['constructor', 'a', '__proto__', 'b'])).toEqual(
      expect.arrayContaining(['constructor', '__proto__']),
    );
  });
});

describe('headers on their way down', () => {
  it('stay as they came but for the connection, and an upstream cannot pose as Rota', () => {
    const raw = [
      'Content-Type',
      'text/event-stream',
      'Connection',
      'keep-alive',
      'Transfer-Encoding',
      'chunked',
    ];
    const more = ['X-Rota-Account', 'forged', 'Request-Id', 'r1', 'Set-Cookie', 'a', 'Set-Cookie', 'b'];
    expect(HeaderLines.parse(clientHeaders(HeaderLines.of([...raw, ...more])!))!.list()).toEqual([
      ...['Content-Type', 'text/event-stream', 'Request-Id', 'r1', 'Set-Cookie', 'a', 'Set-Cookie', 'b'],
    ]);
  });
});
