import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { CommandContext } from '../../../src-main/headless/commands/command-context.ts';
import { noticeSentence } from '../../../src-main/headless/commands/notice-sentence.ts';
import type { Notice } from '../../../src-shared/model/notice.ts';
import { testIo } from './test-io.ts';

const say = (notice: Notice, lang = 'en') =>
  noticeSentence(notice, new CommandContext(testIo({ env: { LANG: lang } }).io, new Command()));

const FILE = '/d/vault.rota';
const missing = { kind: 'vault-missing', at: 0, file: FILE } as const;

const NOTICES: readonly [Notice, string][] = [
  [{ kind: 'vault-set-aside', at: 0, file: '/d/vault.rota.damaged', lost: 0 }, '/d/vault.rota.damaged'],
  [{ ...missing, restored: true, lost: 0 }, FILE],
  [{ ...missing, restored: false, lost: 2 }, FILE],
  [{ kind: 'sign-ins-unsaved', at: 0, accountIds: ['a', 'b', 'c'] }, '3'],
  [
    {
      kind: 'settings-refused',
      at: 0,
      message: 'line 3',
      texts: { en: 'line 3', 'zh-CN': '第 3 行' },
    },
    '3',
  ],
  [{ kind: 'offline', at: 0, host: 'api.example' }, 'api.example'],
  [{ kind: 'history-set-aside', at: 0, file: '/d/usage.old' }, '/d/usage.old'],
  [{ kind: 'history-set-aside', at: 0, file: null }, ''],
  [{ kind: 'history-unavailable', at: 0, code: 'ENOSPC' }, 'ENOSPC'],
  [{ kind: 'restart-needed', at: 0 }, ''],
  [{ kind: 'blocked', at: 0, host: 'api.example' }, 'api.example'],
];

describe('a notice on the command line', () => {
  it.each(NOTICES)('says what it is about in either language: %j', (notice, about) => {
    const [english, chinese] = [say(notice), say(notice, 'zh_CN.UTF-8')];
    for (const text of [english, chinese]) {
      expect(text).toContain(about);
      expect(text).not.toMatch(/[{}]/);
    }
    expect(english).toMatch(/\.$|line 3$/);
    expect(chinese).toMatch(/[\u4e00-\u9fff]/);
  });

  it('of a vault that is gone says what was lost and what to do', () => {
    const gone = say({ ...missing, restored: false, lost: 2 });
    expect(gone).toContain('lost their sign-in or key: 2.');
    expect(gone).toMatch(/backup of that file, stop Rota, put it back, and start again; else sign in again/);
    expect(say({ ...missing, restored: false, lost: null })).toContain('say so below');
    expect(say({ ...missing, restored: true, lost: 0 })).toContain('No account has lost anything.');
  });
});
