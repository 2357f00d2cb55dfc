import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { RoutingPlan } from '../../../src-shared/model/routing-reason.ts';
import { type FixtureServer, Refusal } from './fixture-server.ts';
import { account, after, fleet } from './scenes.ts';

/** Lets the core change its accounts as the real one would, so that a click shows its effect. */
export function answerAccountCommands(core: FixtureServer): void {
  const publish = (accounts: FixtureServer['snapshot']['accounts']) =>
    core.publish({ accounts: accounts.map((each, index) => ({ ...each, place: index + 1 })) });

  core.handle('accounts.order', ({ accounts: ids }) => {
    const present = core.snapshot.accounts;
    publish(ids.flatMap((id) => present.filter((each) => each.id === id)));
    return { accountIds: ids };
  });
  core.handle('accounts.setEnabled', ({ accounts: ids, enabled }) => {
    publish(
      core.snapshot.accounts.map((each) =>
        ids.includes(each.id)
          ? {
              ...each,
              enabled,
              state: enabled ? 'healthy' : 'disabled',
              reason: enabled ? null : { kind: 'disabled' },
            }
          : each,
      ),
    );
    return {};
  });
  core.handle('accounts.rename', ({ account: id, name }) => {
    publish(core.snapshot.accounts.map((each) => (each.id === id ? { ...each, name } : each)));
    return {};
  });
  const removed = new Map<string, AccountSnapshot>();
  core.handle('accounts.remove', ({ accounts: ids }) => {
    for (const each of core.snapshot.accounts) if (ids.includes(each.id)) removed.set(each.id, each);
    publish(core.snapshot.accounts.filter((each) => !ids.includes(each.id)));
    return { accountIds: ids };
  });
  core.handle('accounts.restore', ({ accountIds }) => {
    const back = accountIds.flatMap((id) => removed.get(id) ?? []);
    if (back.length < accountIds.length)
      throw new Refusal('nothing_to_restore', 'The ten minutes for this are over.');
    publish([...core.snapshot.accounts, ...back].sort((a, b) => a.place - b.place));
    return {};
  });
  const change = (id: string, changes: Partial<AccountSnapshot>) =>
    publish(core.snapshot.accounts.map((each) => (each.id === id ? { ...each, ...changes } : each)));
  core.handle('accounts.configure', ({ account: id, ...changes }) => {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    change(id, Object.fromEntries(given));
    return {};
  });
  core.handle('accounts.replaceKey', ({ account: id }) => {
    change(id, { state: 'healthy', reason: null, restrictions: [] });
    return { accountId: id };
  });
  core.handle('accounts.testKey', () => ({ result: 'accepted', status: 200, durationMs: 231.4 }));
  core.handle('accounts.refresh', ({ account: id }) => ({
    accountId: id,
    accountEmail: null,
    expiresAt: after(0, 8, 0),
  }));
  core.handle('accounts.addKey', ({ name }) => {
    publish([...core.snapshot.accounts, account('added0000005', { name, kind: 'api-key' })]);
    return { accountId: 'added0000005', name };
  });
  core.handle('gateway.pause', () => {
    core.publish({ gateway: 'paused' });
    return {};
  });
  core.handle('gateway.resume', () => {
    core.publish({ gateway: 'serving' });
    return {};
  });
}

/** Lets the core know whether the note on the vendor's terms was accepted. */
export function answerTerms(core: FixtureServer, accepted: boolean): void {
  let acceptedAt: number | null = accepted ? 0 : null;
  core.handle('terms.get', () => ({ acceptedAt }));
  core.handle('terms.accept', () => {
    acceptedAt = core.snapshot.now;
    return {};
  });
}

/** A sign-in as the core tells it. */
export type Login = ProcedureOutput<'login.find'>;

/** The sign-ins of a scene, and how they end. */
export interface PlayedLogins {
  /** The id of the sign-in that began last. */
  latest(): string;
  /** Changes a sign-in and tells every open page. */
  change(loginId: string, changes: Partial<Login>): void;
}

/** Lets sign-ins begin, change their way, be found and be cancelled; how they end is for the test to say. */
export function answerLogins(core: FixtureServer): PlayedLogins {
  const logins = new Map<string, Login>();
  const find = (loginId: string): Login => {
    const login = logins.get(loginId);
    if (login === undefined) throw new Refusal('login_unknown', 'There is no such sign-in.');
    return login;
  };
  const put = (login: Login): Login => {
    logins.set(login.loginId, login);
    const waiting = [...logins.values()].filter(({ state }) => state.kind === 'waiting');
    core.publish({
      pendingLogins: waiting.map(({ loginId, provider, method, askedFor, expiresAt }) => ({
        loginId,
        provider,
        method,
        askedFor,
        expiresAt,
      })),
    });
    return login;
  };

  core.handle('login.begin', ({ method, accountEmail }) =>
    put({
      loginId: `login-${logins.size + 1}`,
      provider: 'anthropic',
      method: method ?? 'paste',
      askedFor: accountEmail ?? null,
      authorizationUrl: AUTHORIZATION_URL,
      startedAt: core.snapshot.now,
      expiresAt: core.snapshot.now + 10 * 60_000,
      state: { kind: 'waiting' },
    }),
  );
  core.handle('login.switchMethod', ({ loginId, method }) => put({ ...find(loginId), method }));
  core.handle('login.find', ({ loginId }) => find(loginId));
  core.handle('login.cancel', ({ loginId }) => {
    put({ ...find(loginId), state: { kind: 'cancelled' } });
    return {};
  });
  return {
    latest: () => `login-${logins.size}`,
    change: (loginId, changes) => void put({ ...find(loginId), ...changes }),
  };
}

/** As long as the vendor's own, so that a QR code of it has its real density. */
const AUTHORIZATION_URL =
  'https://claude.ai/oauth/authorize?code=true&client_id=9d1c250a-e61b-44d9-88ed-5944d1962f5e&response_type=code&redirect_uri=https%3A%2F%2Fplatform.claude.com%2Foauth%2Fcode%2Fcallback&scope=org%3Acreate_api_key+user%3Aprofile+user%3Ainference&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&state=af0ifjsldkj9fKzQmQ7yV2pQ';

/** Lets the core say which shell surrounds it. */
export function answerShell(core: FixtureServer, kind: 'app' | 'headless'): void {
  core.handle('shell.get', () => ({
    kind,
    dataFolder: '/home/me/.local/share/rota',
    logFolder: '/home/me/.local/share/rota/logs',
    startAtLogin: kind === 'app' ? false : null,
    loginMethods: kind === 'app' ? ['window', 'browser', 'paste'] : ['browser', 'paste'],
    notifications: kind === 'app',
    updates: kind === 'app',
  }));
  core.handle('shell.startDemo', () => {
    if (kind === 'headless') throw new Refusal('not_offered', 'This Rota runs without a desktop.');
    return {};
  });
}

/** Lets the core say whether Claude Code's user settings point at it. */
export function answerClaudeCodeStatus(core: FixtureServer, state: 'connected' | 'not-connected'): void {
  core.handle('claudeCode.status', () => ({
    files: [
      {
        scope: 'user',
        folder: null,
        file: '/home/me/.claude/settings.json',
        state,
        baseUrl: state === 'connected' ? core.snapshot.baseUrl : null,
        keepSignIn: false,
        problem: null,
      },
    ],
    environmentBaseUrl: null,
    claudeCodeVersion: '2.3.1',
  }));
}

/** The plan of the everyday scene for one model. */
export function everydayPlan(model: string | null): RoutingPlan {
  return {
    model,
    route: model === null ? null : '*sonnet*',
    entries: fleet().map((each) => ({
      accountId: each.id,
      accountName: each.name,
      provider: each.provider,
      model: each.kind === 'api-key' ? 'vendor-model-name' : null,
      verdict: each.reason !== null ? 'passed-over' : each.place === 1 ? 'chosen' : 'next',
      reason: each.reason ?? { kind: 'in-order', place: each.place },
      changesAt: each.cooldownUntil,
    })),
  };
}
