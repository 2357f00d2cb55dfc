import type { CoreEvent } from '../../src-main/core/events/core-event.ts';
import { fail, ok, type Result } from '../../src-main/core/lib/result.ts';
import { silentLogger } from '../../src-main/core/logging/logger.ts';
import { type CaptureOrder, type CodeCapture, pasteCapture } from '../../src-main/core/oauth/code-capture.ts';
import { LoginCoordinator } from '../../src-main/core/oauth/login-coordinator.ts';
import type { LoginView } from '../../src-main/core/oauth/login-session.ts';
import type { SignedIn } from '../../src-main/core/oauth/sign-in.ts';
import type { TokenResult } from '../../src-main/core/oauth/token-answer.ts';
import type { AccountIdentity } from '../../src-shared/model/account.ts';
import { ManualClock } from './manual-clock.ts';
import { MemoryVault } from './memory-vault.ts';
import { granted, settings } from './oauth-fixtures.ts';
import { SeededRandom } from './seeded-random.ts';

/** One exchange as the token client would have sent it, its secrets laid open. */
export interface SentExchange {
  readonly code: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
  readonly state: string;
  readonly proxy: string | null;
}

/** A window of the shell, as the coordinator sees it: it shows addresses and reports answers. */
export class FakeWindow implements CodeCapture {
  readonly way = 'window';
  readonly shown: string[] = [];
  readonly orders: CaptureOrder[] = [];
  closed = 0;

  async open(order: CaptureOrder) {
    this.orders.push(order);
    return ok({
      redirectUri: order.provider.redirectUri,
      instructions: 'Sign in in the window.',
      present: (url: string) => void this.shown.push(url),
      close: async () => {
        this.closed++;
      },
    });
  }
}

/** A login coordinator on a manual clock, a vault in memory and a token endpoint that answers by script. */
export class LoginRig {
  readonly clock = new ManualClock();
  readonly vault = new MemoryVault();
  readonly window = new FakeWindow();
  readonly exchanges: SentExchange[] = [];
  readonly events: CoreEvent[] = [];
  readonly changes: LoginView[] = [];
  readonly signedIn: SignedIn[] = [];
  readonly profileProxies: (string | null)[] = [];
  settings = settings();
  terms = true;
  profile: AccountIdentity | null = null;
  identityRefusal: string | null = null;
  answer: (n: number) => TokenResult | Promise<TokenResult> = (n) => granted(n, this.clock.now());
  onSignedIn: (fact: SignedIn) => void = () => {};
  readonly coordinator: LoginCoordinator;

  constructor(captures?: readonly CodeCapture[]) {
    this.coordinator = new LoginCoordinator({
      captures: captures ?? [pasteCapture, this.window],
      tokens: {
        exchange: async (_provider, grant, proxy) => {
          this.exchanges.push({
            code: grant.code.reveal(),
            redirectUri: grant.redirectUri,
            codeVerifier: grant.codeVerifier.reveal(),
            state: grant.state,
            proxy,
          });
          return this.answer(this.exchanges.length);
        },
      },
      profiles: {
        read: async (_url, _token, proxy) => {
          this.profileProxies.push(proxy);
          return this.profile;
        },
      },
      vault: this.vault,
      registry: {
        accountIdFor: (provider, identity): Result<string> =>
          this.identityRefusal === null
            ? ok(`${provider}:${identity.email ?? 'unknown'}`)
            : fail('no_entry', this.identityRefusal),
        signedIn: (fact) => {
          this.signedIn.push(fact);
          this.onSignedIn(fact);
        },
      },
      settings: { current: () => this.settings },
      events: { emit: (event) => this.events.push(event) },
      clock: this.clock,
      random: new SeededRandom('logins'),
      logger: silentLogger,
      termsAccepted: () => this.terms,
      onLoginChanged: (login) => this.changes.push(login),
    });
  }

  /** Opens a login that must succeed in opening. */
  async begin(request: Parameters<LoginCoordinator['begin']>[0] = {}): Promise<LoginView> {
    const login = await this.coordinator.begin(request);
    if (!login.ok) throw new Error(login.error.code);
    return login.value;
  }

  /** The code of the failure, or `signed in`. */
  async complete(request: Parameters<LoginCoordinator['complete']>[0]): Promise<string> {
    const result = await this.coordinator.complete(request);
    return result.ok ? 'signed in' : result.error.code;
  }

  statusOf(loginId: string): LoginView['status']['kind'] | null {
    return this.coordinator.list().find((login) => login.loginId === loginId)?.status.kind ?? null;
  }
}

/** The state that an authorization address carries. */
export function stateIn(login: Pick<LoginView, 'authorizationUrl'>): string {
  return new URL(login.authorizationUrl).searchParams.get('state') ?? '';
}

/** Grants for whoever is named. */
export function grantedTo(email: string, now: number, n = 1): TokenResult {
  const result = granted(n, now);
  if (!result.ok) return result;
  return { ok: true, value: { ...result.value, identity: { ...result.value.identity, email } } };
}
