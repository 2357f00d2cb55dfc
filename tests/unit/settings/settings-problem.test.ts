import { describe, expect, it } from 'vitest';
import { isLoopbackHost, mayListenOn } from '../../../src-main/core/settings/listen-host.ts';
import { editDistance, nearestName } from '../../../src-main/core/settings/nearest-name.ts';
import {
  describeProblems,
  keyText,
  problemOf,
  quoted,
} from '../../../src-main/core/settings/settings-problem.ts';

describe('a settings problem', () => {
  it('is one sentence with file, line and key', () => {
    const finding = {
      code: 'wrong-value',
      path: ['providers', 2, 'base_url'],
      says: 'must be a URL',
    } as const;
    const problem = problemOf(finding, { file: '/etc/rota.yaml', locate: () => ({ line: 7, column: 5 }) });
    expect(problem.message).toBe('/etc/rota.yaml, line 7, column 5: providers[2].base_url must be a URL.');
  });

  it('names only the key where there is no file', () => {
    const finding = { code: 'wrong-value', path: ['server', 'port'], says: 'is wrong' } as const;
    expect(problemOf(finding, { file: null, locate: () => null }).message).toBe('server.port is wrong.');
  });

  it('writes keys as people do', () => {
    expect(keyText(['model_routes', '*sonnet*', 0, 'provider'])).toBe('model_routes["*sonnet*"][0].provider');
  });

  it('does not repeat a name that may be a misplaced secret', () => {
    for (const secret of ['sk-ant-oat01-abc', `A${'b'.repeat(80)}`, 'Bearer abcdef']) {
      expect(quoted(secret)).toBe('"…"');
      expect(keyText(['server', secret])).toBe('server["…"]');
    }
  });

  it('is told together with others, the first ones in full', () => {
    const problem = { code: 'empty', message: 'x.', file: null, line: null, column: null, key: '' } as const;
    expect(describeProblems([problem, problem, problem], 2)).toBe('x.\nx.\n… and 1 more.');
  });
});

describe('the nearest known name', () => {
  it.each([
    ['prioritty', 'priority'],
    ['baseurl', 'base_url'],
    ['Enabled', 'enabled'],
    ['prot', 'port'],
    ['colour', null],
    ['x', null],
  ])('to %s is %s', (name, near) => {
    expect(nearestName(name, ['priority', 'base_url', 'enabled', 'port', 'proxy'])).toBe(near);
  });

  it('counts a swap of neighbours as one slip', () => {
    expect(editDistance('prot', 'port')).toBe(1);
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('kitten', 'sitting')).toBe(3);
  });
});

describe('a host to listen on', () => {
  it.each(['localhost', 'LOCALHOST', '127.0.0.1', '127.8.9.1', '::1', '[::1]'])('is loopback: %s', (host) => {
    expect(isLoopbackHost(host)).toBe(true);
    expect(mayListenOn(host, [])).toBe(true);
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'localhost.example', '127.0.0.1.example', '1127.0.0.1'])(
    'is open to others and needs to be allowed: %s',
    (host) => {
      expect(isLoopbackHost(host)).toBe(false);
      expect(mayListenOn(host, [])).toBe(false);
    },
  );

  it('is allowed by its name, a wildcard address by any name', () => {
    expect(mayListenOn('192.168.1.5', ['192.168.1.5:9090'])).toBe(true);
    expect(mayListenOn('fe80::1', ['[fe80::1]:9090'])).toBe(true);
    expect(mayListenOn('192.168.1.5', ['gateway.example:9090'])).toBe(false);
    expect(mayListenOn('0.0.0.0', ['gateway.example:9090'])).toBe(true);
    expect(mayListenOn('::', ['gateway.example:9090'])).toBe(true);
  });
});
