import { describe, expect, it } from 'vitest';
import { isLoopbackHost, mayListenOn } from '../../../src-main/core/settings/listen-host.ts';
import { editDistance, nearestName } from '../../../src-main/core/settings/nearest-name.ts';
import {
  describeProblems,
  fileProblem,
  keyText,
  problemOf,
  problemText,
  quoted,
} from '../../../src-main/core/settings/settings-problem.ts';
import { asIssue, ofIssue, says } from '../../../src-main/core/settings/statement.ts';

describe('a settings problem', () => {
  it('is one sentence with file, line and key', () => {
    const finding = {
      code: 'wrong-value',
      path: ['providers', 2, 'base_url'],
      says: says('must.httpUrl'),
    } as const;
    const problem = problemOf(finding, { file: '/etc/rota.yaml', locate: () => ({ line: 7, column: 5 }) });
    expect(problem.message).toBe(
      '/etc/rota.yaml, line 7, column 5: providers[2].base_url must be an http or https URL without user name, query or fragment.',
    );
    expect(problemText(problem, 'zh-CN')).toBe(
      '/etc/rota.yaml，第 7 行第 5 列：providers[2].base_url 必须是 http 或 https 地址，不含用户名、查询参数和片段。',
    );
  });

  it('names only the key where there is no file', () => {
    const finding = { code: 'wrong-value', path: ['server', 'port'], says: says('wrong') } as const;
    expect(problemOf(finding, { file: null, locate: () => null }).message).toBe(
      'server.port has a wrong value.',
    );
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
    const problem = fileProblem('a.yaml', 'empty', says('empty'));
    const line = 'a.yaml: the document must not be empty.';
    expect(describeProblems([problem, problem, problem], 'en', 2)).toBe(`${line}\n${line}\n… and 1 more.`);
    expect(describeProblems([problem, problem], 'zh-CN', 1)).toBe('a.yaml：此文件不能为空。\n……还有 1 条。');
  });

  it('that asks something back ends with its question mark', () => {
    const near = says('provider.unknownNear', { near: '"B"' });
    const finding = { code: 'unknown-provider', path: ['a'], says: near } as const;
    const problem = problemOf(finding, { file: null, locate: () => null });
    expect(problem.message).toBe('a names no entry of providers; did you mean "B"?');
    expect(problemText(problem, 'zh-CN')).toBe('a 不是 providers 中的条目；是否想写 "B"？');
  });
});

describe('a statement', () => {
  it('travels as the message of a schema’s issue', () => {
    expect(ofIssue(asIssue('must.number', { from: 1, to: 2 }))).toEqual(
      says('must.number', { from: 1, to: 2 }),
    );
  });

  it('is a general one where the schema’s library says something of its own', () => {
    expect(ofIssue('Invalid input')).toEqual(says('wrong'));
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
