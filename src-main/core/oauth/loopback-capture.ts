import { fail, ok } from '../lib/result.ts';
import type { CodeCapture } from './code-capture.ts';
import { LoopbackListener } from './loopback-listener.ts';
import { loopbackRedirect } from './loopback-redirect.ts';

/** A listener on a registered port and how many sign-ins use it. */
interface SharedListener {
  readonly opening: Promise<LoopbackListener>;
  users: number;
}

/**
 * The system browser with a redirect to this machine. Listens on the port that the settings register, or
 * on one of the system's choice; closed when the answer is there, on cancel and on expiry.
 */
export function createLoopbackCapture(): CodeCapture {
  const shared = new Map<number, SharedListener>();

  function acquire(address: '127.0.0.1' | '::1', port: number): SharedListener {
    const known = shared.get(port);
    if (known !== undefined) {
      known.users++;
      return known;
    }
    const fresh: SharedListener = { opening: LoopbackListener.open(address, port), users: 1 };
    if (port !== 0) shared.set(port, fresh);
    return fresh;
  }

  async function release(lease: SharedListener, port: number): Promise<void> {
    if (--lease.users > 0) return;
    if (shared.get(port) === lease) shared.delete(port);
    await (await lease.opening).close();
  }

  return {
    way: 'loopback',
    async open({ provider, state, onAnswer }) {
      const { host, port, path } = loopbackRedirect(provider);
      const lease = acquire(host === '[::1]' ? '::1' : '127.0.0.1', port);
      let listener: LoopbackListener;
      try {
        listener = await lease.opening;
      } catch (error) {
        if (shared.get(port) === lease) shared.delete(port);
        return (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
          ? fail(
              'loopback_port_busy',
              `Another program uses port ${port} of this machine; paste the code instead.`,
            )
          : fail(
              'capture_unavailable',
              'Rota cannot listen on this machine’s loopback address; paste the code instead.',
            );
      }
      const expectation = listener.expect({ path, state, onAnswer });
      let closing: Promise<void> | undefined;
      return ok({
        redirectUri: `http://${host}:${listener.port}${path}`,
        instructions:
          'Open the address in a browser on this machine and sign in; Rota notices by itself. If the browser runs elsewhere, paste the address that you end on.',
        present() {},
        close() {
          expectation[Symbol.dispose]();
          closing ??= release(lease, port);
          return closing;
        },
      });
    },
  };
}
