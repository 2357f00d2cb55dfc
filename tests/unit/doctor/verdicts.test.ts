import { describe, expect, it } from 'vitest';
import { createDoctorSay, type Verdict } from '../../../src-main/core/doctor/check.ts';
import { type AccountObservation, judgeAccount } from '../../../src-main/core/doctor/checks/account.ts';
import { judgeClaudeCode } from '../../../src-main/core/doctor/checks/claude-code.ts';
import { judgeClaudeEnvironment } from '../../../src-main/core/doctor/checks/claude-environment.ts';
import {
  judgeClaudeSettings,
  type SettingsObservation,
} from '../../../src-main/core/doctor/checks/claude-settings.ts';
import { judgeClock } from '../../../src-main/core/doctor/checks/clock.ts';
import { judgeDiskSpace } from '../../../src-main/core/doctor/checks/disk-space.ts';
import { judgeDns } from '../../../src-main/core/doctor/checks/dns.ts';
import { judgeFileModes } from '../../../src-main/core/doctor/checks/file-modes.ts';
import { judgeFreePort } from '../../../src-main/core/doctor/checks/free-port.ts';
import { judgeHistory } from '../../../src-main/core/doctor/checks/history.ts';
import { judgeLock, type LockObservation } from '../../../src-main/core/doctor/checks/instance-lock.ts';
import { judgeKeyStore } from '../../../src-main/core/doctor/checks/key-store.ts';
import { judgePort } from '../../../src-main/core/doctor/checks/port.ts';
import { judgeProxy } from '../../../src-main/core/doctor/checks/proxy.ts';
import { judgeTls } from '../../../src-main/core/doctor/checks/tls.ts';
import { judgeTokenEndpoint } from '../../../src-main/core/doctor/checks/token-endpoint.ts';
import { judgeVault } from '../../../src-main/core/doctor/checks/vault.ts';
import { fail, ok } from '../../../src-main/core/lib/result.ts';
import { NOW } from '../management/fixtures.ts';

const say = createDoctorSay('en');
const refused = fail('ECONNREFUSED', '');

/** Status and a part of the finding; where something needs doing it is said what. */
function expectVerdict(verdict: Verdict, status: Verdict['status'], finding: string | RegExp): void {
  expect(verdict.status).toBe(status);
  expect(verdict.finding).toMatch(finding);
  if (status === 'failed' || status === 'warning') expect(verdict.remedy).toMatch(/.{10,}/);
  else expect(verdict.remedy).toBeNull();
}

describe('the port', () => {
  it('is ours where our version answers', () => {
    expectVerdict(
      judgePort({ kind: 'rota', version: '1.2.3' }, '1.2.3', say),
      'fine',
      /Rota 1\.2\.3 answers/,
    );
    expectVerdict(judgePort({ kind: 'rota', version: '1.0.0' }, '1.2.3', say), 'failed', /Another program/);
    expectVerdict(judgePort({ kind: 'another-program' }, '1.2.3', say), 'failed', /Another program/);
    expectVerdict(judgePort({ kind: 'silent', code: 'ETIMEDOUT' }, '1.2.3', say), 'failed', /ETIMEDOUT/);
  });

  it('is free, or taken by somebody', () => {
    expectVerdict(judgeFreePort(null, say), 'fine', /free/);
    expectVerdict(judgeFreePort('nginx (pid 812)', say), 'failed', /nginx \(pid 812\)/);
    expectVerdict(judgeFreePort('', say), 'failed', /another program/);
  });
});

describe('the clock', () => {
  const told = (aheadS: number) => ({ host: 'api.example', theirs: NOW, ours: NOW + aheadS * 1000 });

  it.each([
    [0, 'fine', /to 1 s/],
    [59, 'fine', /to 59 s/],
    [-59, 'fine', /to 59 s/],
    [60, 'warning', /60 s ahead of api\.example/],
    [-299, 'warning', /299 s behind/],
    [300, 'failed', /300 s ahead/],
    [-86_400, 'failed', /86400 s behind/],
  ] as const)('that is %i s ahead is %s', (aheadS, status, finding) => {
    expectVerdict(judgeClock(told(aheadS), say), status, finding);
  });

  it('is not judged where nobody told the time', () => {
    expectVerdict(judgeClock(null, say), 'skipped', /No upstream/);
  });
});

describe('names and ways', () => {
  it.each([
    ['api.anthropic.com', ok(['160.79.104.10']), 'fine', /160\.79\.104\.10/],
    ['api.anthropic.com', ok(['2607:6bc0::10']), 'fine', /2607/],
    ['api.anthropic.com', ok(['127.0.0.1']), 'warning', /no public address/],
    ['platform.claude.com', ok(['0.0.0.0']), 'warning', /no public address/],
    ['claude.ai', ok(['fd00::1']), 'warning', /no public address/],
    ['gateway.studio.example', ok(['10.1.2.3']), 'fine', /10\.1\.2\.3/],
    ['notclaude.ai.example', ok(['10.1.2.3']), 'fine', /10\.1\.2\.3/],
    ['api.anthropic.com', fail('ENOTFOUND', ''), 'failed', /ENOTFOUND/],
  ] as const)('%s as %j is %s', (host, resolved, status, finding) => {
    expectVerdict(judgeDns(host, resolved, say), status, finding);
  });

  it('a proxy takes connections or does not', () => {
    expectVerdict(judgeProxy(ok(undefined), say), 'fine', /takes connections/);
    expectVerdict(judgeProxy(refused, say), 'failed', /ECONNREFUSED/);
  });

  const certificate = { issuer: 'Example CA', validUntil: NOW, distrust: null, publicRoot: true };
  it.each([
    [
      ok(certificate),
      'fine',
      /Example CA, under an authority of the public list, and holds until 2026-11-22/,
    ],
    [ok({ ...certificate, publicRoot: false }), 'warning', /Example CA, under an authority that was added/],
    [ok({ ...certificate, issuer: null, publicRoot: false }), 'warning', /an authority without a name/],
    [ok({ ...certificate, distrust: 'SELF_SIGNED_CERT_IN_CHAIN' }), 'failed', /not trusted \(SELF_SIGNED/],
    [refused, 'failed', /ECONNREFUSED/],
  ] as const)('the certificate %j is %s', (presented, status, finding) => {
    expectVerdict(judgeTls(presented, say), status, finding);
  });

  it.each([
    [ok({ status: 404, isHtml: true }), 'fine', /answers/],
    [ok({ status: 403, isHtml: false }), 'fine', /answers/],
    [ok({ status: 403, isHtml: true }), 'warning', /firewall/],
    [ok({ status: 503, isHtml: false }), 'warning', /trouble \(HTTP 503\)/],
    [refused, 'failed', /cannot be reached \(ECONNREFUSED\)/],
  ] as const)('the sign-in server %j is %s', (head, status, finding) => {
    expectVerdict(judgeTokenEndpoint(head, say), status, finding);
  });
});

describe('an account', () => {
  const seen: readonly (readonly [AccountObservation, Verdict['status'], RegExp])[] = [
    [{ kind: 'accepted' }, 'fine', /takes the credential/],
    [{ kind: 'off' }, 'skipped', /switched off/],
    [{ kind: 'terms' }, 'warning', /terms/],
    [{ kind: 'needs-login' }, 'failed', /Nobody is signed in/],
    [{ kind: 'secret-missing' }, 'failed', /key is missing/],
    [{ kind: 'refresh-failed' }, 'warning', /could not be renewed/],
    [{ kind: 'refused', status: 401 }, 'failed', /HTTP 401/],
    [{ kind: 'unclear', status: 404 }, 'skipped', /says nothing/],
    [{ kind: 'unclear', status: 429 }, 'warning', /HTTP 429/],
    [{ kind: 'unreachable', host: 'api.example' }, 'failed', /api\.example cannot be reached/],
  ];
  it.each(seen)('%j is %s', (observation, status, finding) => {
    expectVerdict(judgeAccount({ id: 'a', name: 'Work', signsIn: false }, observation, say), status, finding);
  });

  it('is mended by signing in, or by a new key', () => {
    const remedy = (signsIn: boolean) =>
      judgeAccount({ id: 'aaaa', name: 'Work', signsIn }, { kind: 'refused', status: 401 }, say).remedy;
    expect(remedy(true)).toContain('rota login');
    expect(remedy(false)).toContain('rota accounts replace-key aaaa');
  });
});

describe('Claude Code', () => {
  it.each([
    [null, 'skipped', /not found/],
    ['2.1.330', 'fine', /2\.1\.330/],
    ['2.1.197', 'fine', /2\.1\.197/],
    ['2.1.99', 'warning', /2\.1\.99/],
    ['1.9.999', 'warning', /1\.9\.999/],
    ['3.0.0', 'fine', /3\.0\.0/],
  ] as const)('in version %s is %s', (version, status, finding) => {
    expectVerdict(judgeClaudeCode(version, say), status, finding);
  });

  const found = (kind: 'connected' | 'not-connected' | 'elsewhere' | 'outdated'): SettingsObservation => ({
    kind,
    baseUrl: 'https://gateway.example',
    keepSignIn: false,
  });
  const settings: readonly (readonly [
    'user' | 'local' | 'managed',
    SettingsObservation,
    Verdict['status'],
    RegExp,
  ])[] = [
    ['user', found('connected'), 'fine', /with a key that opens it\.$/],
    ['user', { kind: 'connected', baseUrl: null, keepSignIn: true }, 'fine', /own sign-in is kept/],
    ['user', { kind: 'here' }, 'fine', /point to this Rota/],
    ['user', found('not-connected'), 'warning', /do not point to Rota/],
    ['local', found('not-connected'), 'skipped', /say nothing/],
    ['user', found('elsewhere'), 'warning', /They point to https:\/\/gateway\.example\.$/],
    ['local', found('elsewhere'), 'warning', /win over the user’s own/],
    ['managed', found('elsewhere'), 'warning', /win over the user’s own/],
    ['user', found('outdated'), 'failed', /of before/],
    ['local', { kind: 'unreadable', why: 'It is not valid JSON.' }, 'failed', /not valid JSON/],
  ];
  it.each(settings)('with %s settings %j is %s', (which, observation, status, finding) => {
    expectVerdict(judgeClaudeSettings({ which, file: '/f' }, observation, say), status, finding);
  });

  const OUR_URL = 'http://127.0.0.1:9090';
  it.each([
    [{}, 'fine', /none/],
    [{ ANTHROPIC_BASE_URL: 'http://localhost:9090/' }, 'fine', /points to this Rota/],
    [{ ANTHROPIC_BASE_URL: 'https://gateway.example' }, 'warning', /gateway\.example/],
    [{ CLAUDE_CODE_USE_BEDROCK: '1', ANTHROPIC_BASE_URL: OUR_URL }, 'warning', /CLAUDE_CODE_USE_BEDROCK/],
    [{ CLAUDE_CODE_USE_VERTEX: '0' }, 'fine', /none/],
  ] as const)('in the environment %j is %s', (environment, status, finding) => {
    expectVerdict(judgeClaudeEnvironment(environment, OUR_URL, say), status, finding);
  });
});

describe('the data folder', () => {
  const locks: readonly (readonly [LockObservation, Verdict['status'], RegExp])[] = [
    [{ kind: 'ours' }, 'fine', /owns/],
    [{ kind: 'free' }, 'fine', /Nobody/],
    [{ kind: 'no-folder' }, 'skipped', /no data folder/],
    [{ kind: 'held', owner: 'Process 7 owns it.' }, 'failed', /Process 7/],
    [{ kind: 'broken', why: 'it is a file' }, 'failed', /it is a file/],
  ];
  it.each(locks)('with the lock %j is %s', (seen, status, finding) => {
    expectVerdict(judgeLock(seen, say), status, finding);
  });

  it.each([
    [ok(20 * 1024 ** 3), 'fine', /20 GiB/],
    [ok(1024 ** 3), 'fine', /1 GiB/],
    [ok(1024 ** 3 - 1), 'warning', /1023 MiB/],
    [ok(50 * 1024 ** 2), 'warning', /50 MiB/],
    [ok(50 * 1024 ** 2 - 1), 'failed', /49 MiB/],
    [fail('EIO', ''), 'skipped', /EIO/],
  ] as const)('with %j bytes free is %s', (bytes, status, finding) => {
    expectVerdict(judgeDiskSpace(bytes, say), status, finding);
  });

  it('is private, or names what is not', () => {
    expectVerdict(judgeFileModes('/data', [], say), 'fine', /Only you/);
    const open = judgeFileModes("/it's data", ['a', 'b', 'c', 'd'], say);
    expectVerdict(open, 'failed', /a, b, c, …/);
    expect(open.remedy).toContain("chmod -R go= '/it'\\''s data'");
  });
});

describe('what is stored', () => {
  it('the master key has a place', () => {
    for (const place of ['keychain', 'file', 'env'] as const)
      expectVerdict(judgeKeyStore(place, say), 'fine', /./);
    for (const place of ['memory', 'none'] as const) expectVerdict(judgeKeyStore(place, say), 'skipped', /./);
    expectVerdict(judgeKeyStore('damaged', say), 'failed', /cannot be read/);
  });

  it('the vault is whole and on the disk', () => {
    const whole = { count: 3, gone: false, repaired: false, held: 0 };
    expectVerdict(judgeVault(whole, say), 'fine', /3 secrets/);
    expectVerdict(judgeVault({ ...whole, gone: true }, say), 'failed', /sign-ins and keys in it are gone/);
    expectVerdict(judgeVault({ ...whole, repaired: true }, say), 'warning', /spare copy/);
    expectVerdict(judgeVault({ ...whole, repaired: true, held: 2 }, say), 'failed', /2 accounts/);
  });

  it('the history is written', () => {
    expectVerdict(judgeHistory({ usable: true, dropped: 0 }, say), 'fine', /read and written/);
    expectVerdict(judgeHistory({ usable: true, dropped: 4 }, say), 'warning', /4 requests/);
    expectVerdict(judgeHistory({ usable: false, dropped: 0 }, say), 'failed', /cannot be used/);
  });
});
