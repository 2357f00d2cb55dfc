import { describe, expect, it } from 'vitest';
import { createCallContext } from '../../../src-main/core/management/call-context.ts';
import { createOauthStatus } from '../../../src-main/core/management/oauth-status.ts';
import type { SignIn } from '../../../src-main/core/management/services.ts';
import type { Locale } from '../../../src-shared/i18n/locale.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { settingsFromYaml } from '../../support/given-settings.ts';
import { account, NOW, signIn } from './fixtures.ts';

const settings = await settingsFromYaml('settings: { terms_accepted: true }');

function statusOf(signIns: readonly SignIn[], accounts: readonly AccountSnapshot[], locale: Locale = 'en') {
  const unused = async (): Promise<never> => {
    throw new Error('not part of a status');
  };
  const services = {
    version: '1.0.0',
    clock: { now: () => NOW },
    settings,
    accounts: {
      list: () => accounts,
      add: unused,
      reorder: unused,
      setEnabled: unused,
      rename: unused,
      remove: unused,
      restore: unused,
      replaceKey: unused,
      configure: unused,
    },
    signIns: { list: () => signIns, refresh: unused, signOut: unused },
  };
  return createOauthStatus(services, createCallContext(locale));
}

describe('the status of sign-ins', () => {
  it('tells what older scripts read', () => {
    const used = account({ requestsTotal: 127, lastUsedAt: NOW - 5 * 60_000 });
    const status = statusOf([signIn()], [used]);
    expect(status.summary).toEqual({ total_tokens: 1, healthy_tokens: 1, expired_tokens: 0 });
    expect(status.system).toMatchObject({ oauth_manager_status: 'active', terms_accepted: true });
    expect(status.tokens[0]).toMatchObject({
      account_email: 'work@studio.dev',
      is_healthy: true,
      expires_at: NOW / 1000 + (5 * 60 + 12) * 60,
      expires_in_human: '5 h 12 min',
      usage_count: 127,
      last_used: '5 min ago',
      scopes: ['user:inference'],
      organization: { uuid: 'organization-uuid', name: 'Studio' },
      account: { uuid: 'account-uuid', email_address: 'work@studio.dev' },
      subscription_info: { type: 'max', rate_limit_tier: 'default_claude_max_20x', plan: 'Max 20×' },
    });
  });

  it('speaks Chinese to whoever reads Chinese', () => {
    const [token] = statusOf([signIn()], [account({ lastUsedAt: NOW - 5 * 60_000 })], 'zh-CN').tokens;
    expect(token).toMatchObject({ expires_in_human: '5 小时 12 分钟', last_used: '5 分钟前' });
  });

  it('counts a token past its end, and one whose sign-in was ended, as expired', () => {
    const ended = account({
      id: 'bbbbbbbbbbbb',
      state: 'needs-login',
      reason: { kind: 'needs-login', cause: 'refresh-token-invalid', since: NOW },
    });
    const status = statusOf(
      [
        signIn({ expiresAt: NOW }),
        signIn({ accountId: 'bbbbbbbbbbbb' }),
        signIn({ accountId: 'cccccccccccc' }),
      ],
      [account(), ended],
    );
    expect(status.summary).toEqual({ total_tokens: 3, healthy_tokens: 1, expired_tokens: 2 });
    expect(status.tokens.map((token) => token.expires_in_human)).toEqual([
      'expired',
      'expired',
      '5 h 12 min',
    ]);
    expect(status.tokens[1]).toMatchObject({ state: 'needs-login', reason: 'refresh-token-invalid' });
  });

  it('keeps showing a sign-in that is off, or that the settings no longer name', () => {
    const off = account({ enabled: false, state: 'disabled', reason: { kind: 'disabled' } });
    const status = statusOf([signIn(), signIn({ accountId: 'gone' })], [off]);
    expect(status.tokens[0]).toMatchObject({ enabled: false, is_healthy: true, state: 'disabled' });
    expect(status.tokens[1]).toMatchObject({ account_id: 'gone', enabled: false, usage_count: 0 });
  });

  it('says so where the provider named no end, and where a token was never used', () => {
    const [token] = statusOf([signIn({ expiresAt: null })], [account()]).tokens;
    expect(token).toMatchObject({
      expires_at: null,
      expires_at_iso: null,
      expires_in_human: 'no end named',
      last_used: 'never',
      last_used_at: null,
    });
  });
});
