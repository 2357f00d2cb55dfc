import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOver, type LoginView } from '../../../src-main/core/oauth/login-session.ts';
import { challengeOf } from '../../../src-main/core/oauth/pkce.ts';
import type { TokenResult } from '../../../src-main/core/oauth/token-answer.ts';
import { settle } from '../../support/credential-rig.ts';
import { grantedTo, LoginRig, stateIn } from '../../support/login-rig.ts';
import { MINUTE_MS } from '../../support/oauth-fixtures.ts';

/** One thing that people, browsers or the network do; `which` chooses among the logins begun so far. */
type Command =
  | { readonly kind: 'begin'; readonly window: boolean }
  | { readonly kind: 'complete'; readonly which: number; readonly code: number; readonly how: Naming }
  | { readonly kind: 'switch'; readonly which: number; readonly window: boolean }
  | { readonly kind: 'cancel'; readonly which: number }
  | { readonly kind: 'answer'; readonly granted: boolean }
  | { readonly kind: 'wait'; readonly minutes: number };
type Naming = 'by-id' | 'by-state' | 'by-first-state' | 'bare' | 'foreign-state';

const which = fc.nat(5);
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('begin' as const), window: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('complete' as const),
      which,
      code: fc.nat(6),
      how: fc.constantFrom<Naming>('by-id', 'by-state', 'by-first-state', 'bare', 'foreign-state'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('switch' as const), which, window: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('answer' as const), granted: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 6 }) }),
  },
);

/** Plays commands against a coordinator and remembers what the invariants need. */
class Play {
  readonly rig = new LoginRig();
  readonly begun: string[] = [];
  readonly firstState = new Map<string, string>();
  readonly ended = new Map<string, string>();
  readonly #waiting: PromiseWithResolvers<TokenResult>[] = [];

  constructor() {
    this.rig.answer = () => {
      const waiting = Promise.withResolvers<TokenResult>();
      this.#waiting.push(waiting);
      return waiting.promise;
    };
  }

  async run(step: Command): Promise<void> {
    const { coordinator, clock } = this.rig;
    switch (step.kind) {
      case 'begin': {
        const login = await this.rig.begin({ capture: step.window ? 'window' : 'paste' });
        this.begun.push(login.loginId);
        this.firstState.set(login.loginId, stateIn(login));
        return;
      }
      case 'complete':
        void this.#complete(step);
        return settle();
      case 'switch': {
        const login = this.#pick(step.which);
        if (login) await coordinator.switchCapture(login.loginId, step.window ? 'window' : 'paste');
        return;
      }
      case 'cancel': {
        const login = this.#pick(step.which);
        if (login) await coordinator.cancel(login.loginId);
        return;
      }
      case 'answer':
        this.answer(step.granted);
        return settle();
      case 'wait':
        clock.advance(step.minutes * MINUTE_MS);
        return settle();
    }
  }

  answer(granted: boolean): boolean {
    const waiting = this.#waiting.shift();
    const now = this.rig.clock.now();
    waiting?.resolve(
      granted ? grantedTo('main@example.com', now) : { ok: false, error: { kind: 'grant-invalid' } },
    );
    return waiting !== undefined;
  }

  #complete({ which, code, how }: Extract<Command, { kind: 'complete' }>): Promise<string> {
    const login = this.#pick(which);
    const input = `code-${code}`;
    if (login === undefined || how === 'bare') return this.rig.complete({ input });
    const { loginId } = login;
    switch (how) {
      case 'by-id':
        return this.rig.complete({ loginId, input });
      case 'by-state':
        return this.rig.complete({ input: `${input}#${stateIn(login)}` });
      case 'by-first-state':
        return this.rig.complete({ loginId, input: `${input}#${this.firstState.get(loginId)}` });
      case 'foreign-state':
        return this.rig.complete({ loginId, input: `${input}#foreign` });
    }
  }

  #pick(index: number): LoginView | undefined {
    const loginId = this.begun.at(index % Math.max(1, this.begun.length));
    return this.rig.coordinator.list().find((login) => login.loginId === loginId);
  }
}

function checkInvariants({ rig, ended }: Play): void {
  const logins = rig.coordinator.list();
  // Every exchange belongs to one login and carries its state and verifier; none has two.
  const owners = rig.exchanges.map((exchange) => {
    const owner = logins.find((login) => stateIn(login) === exchange.state);
    expect(challengeOf(exchange.codeVerifier)).toBe(
      new URL(owner!.authorizationUrl).searchParams.get('code_challenge'),
    );
    expect(['open', 'cancelled', 'expired']).not.toContain(owner!.status.kind);
    return owner!.loginId;
  });
  expect(new Set(owners).size).toBe(owners.length);
  // No code is sent twice, whatever became of it.
  expect(new Set(rig.exchanges.map(({ code }) => code)).size).toBe(rig.exchanges.length);
  // What is over stays as it is.
  for (const { loginId, status } of logins) {
    const before = ended.get(loginId);
    if (before !== undefined) expect(status.kind).toBe(before);
    if (isOver(status)) ended.set(loginId, status.kind);
  }
  // One deadline for each login that is open; it may have passed during an exchange.
  const count = (kind: string) => logins.filter(({ status }) => status.kind === kind).length;
  expect(rig.clock.pendingTimers).toBeGreaterThanOrEqual(count('open'));
  expect(rig.clock.pendingTimers).toBeLessThanOrEqual(count('open') + count('exchanging'));
  expect(rig.signedIn).toHaveLength(count('finished'));
}

test('whatever happens in whatever order, a login is used once and a code is sent once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 30 }), async (steps) => {
      const play = new Play();
      for (const step of steps) {
        await play.run(step);
        checkInvariants(play);
      }
      while (play.answer(true)) await settle();
      await play.rig.coordinator.close();
      checkInvariants(play);
      expect(play.rig.coordinator.list().every(({ status }) => isOver(status))).toBe(true);
    }),
    { numRuns: 150 },
  );
});
