import { describe, expect, it } from 'vitest';
import { createLineLogger } from '../../../src-main/core/logging/line-logger.ts';
import type { LogLevel } from '../../../src-main/core/logging/log-line.ts';
import type { LogFields, Logger } from '../../../src-main/core/logging/logger.ts';
import { Logs } from '../../../src-main/core/logging/logs.ts';
import { ManualClock } from '../../support/manual-clock.ts';

function openLogs(first: LogLevel = 'info') {
  const said: [string, string, LogFields | undefined][] = [];
  const at = (level: LogLevel) => (message: string, fields?: LogFields) =>
    void said.push([level, message, fields]);
  const sink: Logger = {
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  };
  const state = { level: first };
  const clock = new ManualClock();
  const logs = new Logs({ sink, clock, level: () => state.level });
  return { logs, said, state, clock, all: { limit: 2_000, level: 'trace' } as const };
}

describe('the log', () => {
  it('says what is as grave as its level, which may change while it runs', () => {
    const { logs, said, state } = openLogs('warn');
    logs.logger.info('not yet');
    logs.logger.warn('this');
    state.level = 'debug';
    logs.logger.debug('now this, too');
    logs.logger.trace('never this');
    expect(said.map(([level, message]) => [level, message])).toEqual([
      ['warn', 'this'],
      ['debug', 'now this, too'],
    ]);
  });

  it('keeps its last two thousand lines, numbered, and gives out those that are wanted', () => {
    const { logs, clock } = openLogs('trace');
    for (let n = 1; n <= 5_000; n += 1) logs.logger[n % 2 === 0 ? 'info' : 'debug'](`line ${n}`);
    const lines = logs.recent({ limit: 2_000, level: 'trace' });
    expect(lines).toHaveLength(2_000);
    expect(lines[0]).toEqual({
      number: 3_001,
      at: clock.now(),
      level: 'debug',
      message: 'line 3001',
      fields: {},
    });
    expect(logs.recent({ limit: 2, level: 'info' }).map(({ number }) => number)).toEqual([4_998, 5_000]);
    expect(logs.recent({ limit: 2_000, level: 'trace', after: 4_998 }).map(({ number }) => number)).toEqual([
      4_999, 5_000,
    ]);
  });

  it('lets only fields of its list through, whatever it is given', () => {
    const { logs, said, all } = openLogs();
    const smuggled = {
      accountId: 'work',
      token: 'hush',
      headers: { authorization: 'hush' },
      detail: { body: 'hush' },
    };
    logs.logger.info('Something', smuggled as unknown as LogFields);
    expect(said[0]![2]).toEqual({ accountId: 'work' });
    expect(JSON.stringify(logs.recent(all))).not.toContain('hush');
  });

  it.each([
    'sk-ant-api03-AAAABBBBCCCC',
    'sk-ant-oat01-x_y-z0123456789',
    'Bearer abcdefgh12345678',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc123',
  ])('covers what looks like a secret in a text: %s', (secret) => {
    const { logs, said } = openLogs();
    logs.logger.error(`It failed with ${secret}.`, {
      detail: `at line 3: "${secret}"`,
      file: '/home/me/sketch.txt',
    });
    expect(JSON.stringify(said)).not.toContain(secret.slice(-8));
    expect(said[0]![2]).toMatchObject({
      detail: expect.stringContaining('[hidden]'),
      file: '/home/me/sketch.txt',
    });
  });

  it('cuts endless values', () => {
    const { logs, said } = openLogs();
    logs.logger.info('Long', { detail: 'x'.repeat(100_000) });
    expect(said[0]![2]!.detail).toHaveLength(2_001);
  });
});

describe('a readable line', () => {
  it('is one line, whatever its values hold', () => {
    const lines: string[] = [];
    const logger = createLineLogger(
      (line) => lines.push(line),
      { now: () => 0 },
      () => 'trace',
    );
    logger.warn('The file is wrong', { file: '/a b/c', detail: 'one\n12:00:00 error two', count: 3 });
    expect(lines).toHaveLength(1);
    expect(lines[0]!.split('\n')).toHaveLength(2);
    expect(lines[0]).toMatch(/warn {2}The file is wrong/);
  });
});
