import type { RoutingPlan } from '../../../src-shared/model/routing-reason.ts';
import type { FixtureServer } from './fixture-server.ts';
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
  core.handle('accounts.remove', ({ accounts: ids }) => {
    publish(core.snapshot.accounts.filter((each) => !ids.includes(each.id)));
    return {};
  });
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

/** Lets a sign-in begin; how it ends is for the test to say. */
export function answerLoginBegin(core: FixtureServer): void {
  const login = (loginId: string, method: 'window' | 'browser' | 'paste', askedFor: string | null) => ({
    loginId,
    provider: 'anthropic',
    method,
    askedFor,
    authorizationUrl: 'https://claude.ai/oauth/authorize?code=true',
    startedAt: core.snapshot.now,
    expiresAt: core.snapshot.now + 10 * 60_000,
    state: { kind: 'waiting' as const },
  });
  core.handle('login.begin', ({ method, accountEmail }) =>
    login(`login-${core.inputsOf('login.begin').length}`, method ?? 'paste', accountEmail ?? null),
  );
  core.handle('login.switchMethod', ({ loginId, method }) => login(loginId, method, null));
  core.handle('login.cancel', () => ({}));
  core.handle('login.list', () => ({ logins: [] }));
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
