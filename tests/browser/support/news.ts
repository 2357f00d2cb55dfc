import type { Notice } from '../../../src-shared/model/notice.ts';
import type { PendingLogin } from '../../../src-shared/model/snapshot.ts';
import { after, NOW } from './scenes.ts';

const MINUTE_MS = 60_000;

/** Every notice that Rota can give, one each; the newest first. */
export function everyNotice(): Notice[] {
  const at = NOW - 12 * MINUTE_MS;
  return [
    { kind: 'offline', at, host: 'api.anthropic.com' },
    { kind: 'blocked', at, host: 'api.anthropic.com' },
    { kind: 'sign-ins-unsaved', at, accountIds: ['work00000001', 'home00000002'] },
    {
      kind: 'settings-refused',
      at,
      message: 'rota.yaml, line 12: “server.port” must be a number from 1 to 65535.',
      texts: {
        en: 'rota.yaml, line 12: “server.port” must be a number from 1 to 65535.',
        'zh-CN': 'rota.yaml 第 12 行：“server.port”必须是 1 到 65535 的数字。',
      },
    },
    { kind: 'restart-needed', at },
    { kind: 'history-unavailable', at, code: 'ENOSPC' },
    { kind: 'history-set-aside', at, file: '/home/me/.local/share/rota/usage.damaged-20261126.db' },
    {
      kind: 'vault-missing',
      at,
      file: '/home/me/.local/share/rota/vault.rota',
      restored: false,
      lost: 2,
    },
    {
      kind: 'vault-set-aside',
      at,
      file: '/home/me/.local/share/rota/vault.damaged-20261126.json',
      lost: 2,
    },
  ];
}

/** A sign-in of anybody that waits. */
export function pendingLogin(): PendingLogin {
  return {
    loginId: 'login-0',
    provider: 'anthropic',
    method: 'browser',
    askedFor: null,
    expiresAt: after(0, 0, 7),
  };
}
