import { HttpSession } from './http-session.ts';
import { findBridge, IpcSession } from './ipc-session.ts';
import type { Session } from './session.ts';

/** The way to the core that this page has: the app's bridge where there is one, else HTTP. */
export function openSession(language: () => string): Session {
  const bridge = findBridge();
  if (bridge !== null) return new IpcSession(bridge, language);
  const session = new HttpSession(language);
  void session.open();
  return session;
}
