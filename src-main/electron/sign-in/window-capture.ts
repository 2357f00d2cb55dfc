import { fail, ok } from '../../core/lib/result.ts';
import { parseRedirectQuery } from '../../core/oauth/authorization-response.ts';
import type { CaptureOrder, CodeCapture, OpenCapture } from '../../core/oauth/code-capture.ts';
import { isCallback } from './sign-in-rules.ts';

/** A sign-in page in a window of its own. */
export interface SignInPage {
  /** Destroys the window and everything that its pages stored. */
  close(): Promise<void>;
}

export interface SignInPageOrder {
  readonly authorizationUrl: string;
  readonly redirectUri: string;
  /** Hears the address of the callback, which was not sent. */
  onCallback(address: string): void;
  /** The person closed the window. */
  onClosed(): void;
  /** The page does not let people sign in inside an app. */
  onRefused(): void;
}

export interface WindowCaptureOptions {
  openPage(order: SignInPageOrder): SignInPage;
  readonly instructions: () => string;
  /** The sign-in with this authorization address is given up. */
  onClosed(authorizationUrl: string): void;
  /** The sign-in with this authorization address has to go on outside. */
  onRefused(authorizationUrl: string): void;
}

/** Signing in in a window of the app. The window opens when there is an address to show, and goes with the answer. */
export function createWindowCapture(options: WindowCaptureOptions): CodeCapture {
  return {
    way: 'window',
    async open(order) {
      // Without a scheme that a window can be sent to, there would be nothing to catch.
      if (!/^https?:/.test(order.provider.redirectUri)) {
        return fail('capture_unavailable', 'This provider’s redirect address cannot be caught in a window.');
      }
      return ok(openCapture(order, options));
    },
  };
}

function openCapture(
  { provider, state, onAnswer }: CaptureOrder,
  options: WindowCaptureOptions,
): OpenCapture {
  const { redirectUri } = provider;
  let page: SignInPage | null = null;
  let isOver = false;

  const onCallback = (address: string): void => {
    if (isOver || !isCallback(address, redirectUri)) return;
    const answer = parseRedirectQuery(new URL(address).searchParams);
    // An answer of another sign-in, or none at all: the person is still where they were.
    if (!answer.ok || answer.value.state !== state) return;
    isOver = true;
    onAnswer(answer.value);
  };

  return {
    redirectUri,
    instructions: options.instructions(),
    present(authorizationUrl) {
      if (isOver) return;
      page = options.openPage({
        authorizationUrl,
        redirectUri,
        onCallback,
        onClosed: () => {
          if (!isOver) options.onClosed(authorizationUrl);
        },
        onRefused: () => {
          if (!isOver) options.onRefused(authorizationUrl);
        },
      });
    },
    async close() {
      isOver = true;
      await page?.close();
    },
  };
}
