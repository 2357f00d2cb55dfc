import { type Random, randomToken } from '../lib/random.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { OAuthProviderSettings } from '../settings/settings.ts';
import { authorizationUrl } from './authorization-request.ts';
import type { AuthorizationAnswer } from './authorization-response.ts';
import type { CaptureFailure, CaptureWay, CodeCapture, OpenCapture } from './code-capture.ts';
import { redirectsToLoopback } from './loopback-redirect.ts';
import { createPkce, type Pkce } from './pkce.ts';

/** One authorization request and the capture that waits for its answer. */
export interface AuthorizationAttempt {
  readonly way: CaptureWay;
  readonly state: string;
  readonly pkce: Pkce;
  readonly capture: OpenCapture;
  readonly authorizationUrl: string;
}

export interface AttemptOrder {
  readonly provider: OAuthProviderSettings;
  readonly loginHint: string | null;
  /** Hears the one answer that a capture brings; its state is still to be checked. */
  onAnswer(answer: AuthorizationAnswer): void;
}

/** Makes authorization requests for the ways that a shell offers. */
export class AuthorizationAttempts {
  readonly #captures: readonly CodeCapture[];
  readonly #random: Pick<Random, 'bytes' | 'fraction'>;

  constructor(captures: readonly CodeCapture[], random: Pick<Random, 'bytes' | 'fraction'>) {
    this.#captures = captures;
    this.#random = random;
  }

  /** Opens the wanted way; without a wish, loopback where the settings' redirect URI leads to this machine, else paste. */
  async start(
    order: AttemptOrder,
    wanted: CaptureWay | undefined,
  ): Promise<Result<AuthorizationAttempt, CaptureFailure>> {
    if (wanted !== undefined) return this.#open(order, wanted);
    if (redirectsToLoopback(order.provider)) {
      const attempt = await this.#open(order, 'loopback');
      // Without a listener the browser ends on a page that does not load, but its address can be pasted.
      if (attempt.ok) return attempt;
    }
    return this.#open(order, 'paste');
  }

  async #open(
    { provider, loginHint, onAnswer }: AttemptOrder,
    way: CaptureWay,
  ): Promise<Result<AuthorizationAttempt, CaptureFailure>> {
    const offered = this.#captures.find((capture) => capture.way === way);
    if (offered === undefined) {
      return fail('capture_unavailable', `Signing in by ${way} is not available here; choose another way.`);
    }
    const state = randomToken(this.#random, 32);
    const pkce = createPkce(this.#random);
    const capture = await offered.open({
      provider,
      state,
      // A bare code is only for people, who cannot see the state; a capture that has none has something else.
      onAnswer: (answer) => {
        if (answer.state !== null) onAnswer(answer);
      },
    });
    if (!capture.ok) return capture;
    const url = authorizationUrl(provider, {
      redirectUri: capture.value.redirectUri,
      codeChallenge: pkce.challenge,
      state,
      loginHint,
    });
    return ok({ way, state, pkce, capture: capture.value, authorizationUrl: url });
  }
}
