import { ok, type Result } from '../lib/result.ts';
import type { OAuthProviderSettings } from '../settings/settings.ts';
import type { AuthorizationAnswer } from './authorization-response.ts';

/** How the authorization response comes back: pasted by a person, to a listener on this machine, or caught in a window of ours. */
export type CaptureWay = 'paste' | 'loopback' | 'window';

/** One way to get hold of the code. A shell adds `window`; the core has `paste` and `loopback`. */
export interface CodeCapture {
  readonly way: CaptureWay;
  /** Takes up its post (a listener, a window) before the authorization request is made, since it decides the redirect URI. */
  open(order: CaptureOrder): Promise<Result<OpenCapture, CaptureFailure>>;
}

export type CaptureFailure = 'loopback_port_busy' | 'capture_unavailable';

export interface CaptureOrder {
  readonly provider: OAuthProviderSettings;
  /** Answers with another state are none of this capture's business. */
  readonly state: string;
  /** To be called at most once, with an answer that carries `state`. */
  onAnswer(answer: AuthorizationAnswer): void;
}

export interface OpenCapture {
  /** What the authorization request and the exchange must name. */
  readonly redirectUri: string;
  /** What the person is to do, in one or two sentences. */
  readonly instructions: string;
  /** Shows the sign-in page where that is this capture's own task; the others leave it to the caller. */
  present(authorizationUrl: string): void;
  /** Leaves the post; later answers go nowhere. */
  close(): Promise<void>;
}

/** Nothing to open: the person brings the answer, and `complete` takes it. */
export const pasteCapture: CodeCapture = {
  way: 'paste',
  open: async ({ provider }) =>
    ok({
      redirectUri: provider.redirectUri,
      instructions:
        'Open the address and sign in. Then paste the code that the page shows, or the whole address that you end on.',
      present() {},
      close: async () => {},
    }),
};
