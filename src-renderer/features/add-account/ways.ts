import type { Way } from './use-login.ts';

/**
 * The ways of signing in that make sense on this page, the one to begin with first. Opened from another machine,
 * the page can show no window of Rota's own, and the browser could not hand the answer to a gateway that it does
 * not reach: there pasting comes first.
 */
export function waysHere(offered: readonly Way[], hostname: string): readonly Way[] {
  const isSameMachine = ['localhost', '127.0.0.1', '[::1]', ''].includes(hostname);
  if (isSameMachine) return offered;
  const left = offered.filter((way) => way !== 'window');
  return [...left.filter((way) => way === 'paste'), ...left.filter((way) => way !== 'paste')];
}

/** What a shell offers that does not say. */
export const USUAL_WAYS: readonly Way[] = ['browser', 'paste'];
