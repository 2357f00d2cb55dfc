import { useEffect, useRef, useState } from 'react';
import type { CallInput, ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { useCore } from '../../client/client-context.tsx';
import { problemText } from '../../client/use-command.ts';
import { useText } from '../../language/language.tsx';

/** How the provider's answer comes back to Rota from a web page. */
export type Way = 'window' | 'browser' | 'paste';

/** A sign-in that waits. */
export type Login = ProcedureOutput<'login.begin'>;

/** Who signed in. */
export type SignedIn = ProcedureOutput<'login.complete'>;

/** Where a sign-in stands. */
export type LoginState =
  | { readonly kind: 'starting' }
  /** `way` is the one that the person chose last; `login` follows once the core has switched. */
  | { readonly kind: 'waiting'; readonly login: Login; readonly way: Way }
  | { readonly kind: 'ended'; readonly problem: string }
  | { readonly kind: 'signed-in'; readonly signedIn: SignedIn };

/** Which sign-in: one that waits already, or a new one for somebody (null: for anybody) in the given way. */
export type WhichLogin =
  | { readonly loginId: string }
  | { readonly accountEmail: string | null; readonly way: Way };

/** A sign-in under way. */
export interface LoginControl {
  readonly state: LoginState;
  /** True where Rota itself went from its own window to the browser, because the provider refuses the former. */
  readonly windowRefused: boolean;
  /** Goes on in another way; the address to open may change. */
  switchTo(way: Way): Promise<void>;
  /** Hands over what the person pasted; answers with what is wrong with it, or null. */
  complete(code: string): Promise<string | null>;
  /** Gives it up. One that is only left goes on waiting, and stands on the page of accounts. */
  cancel(): void;
  /** Starts afresh. */
  again(): void;
}

/**
 * Follows a sign-in until it ends. Whatever happens to it elsewhere (in the browser, in Rota's own window, on the
 * command line) is noticed when the snapshot changes or the person comes back to this page: nothing is polled.
 */
export function useLogin(which: WhichLogin, onSignedIn: (signedIn: SignedIn) => void): LoginControl {
  const { client, snapshot } = useCore();
  const t = useText();
  const [state, setState] = useState<LoginState>({ kind: 'starting' });
  const [windowRefused, setWindowRefused] = useState(false);
  const [round, setRound] = useState(0);
  const ended = useRef(false);

  const wait = (login: Login) => setState({ kind: 'waiting', login, way: login.method });

  const end = (problem: string) => {
    ended.current = true;
    setState({ kind: 'ended', problem });
  };

  const finish = (signedIn: SignedIn) => {
    if (ended.current) return;
    ended.current = true;
    setState({ kind: 'signed-in', signedIn });
    onSignedIn(signedIn);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is asked for by `again`, a new language is not
  useEffect(() => {
    let left = false;
    ended.current = false;
    const begin = async () => {
      const reply =
        'loginId' in which && round === 0
          ? await client.query('login.find', { loginId: which.loginId })
          : await client.command('login.begin', beginInput(which));
      // Nobody ever saw it, so nobody would know what it waits for.
      if (left && reply.ok && !('loginId' in which))
        return void client.command('login.cancel', { loginId: reply.value.loginId });
      if (left) return;
      if (!reply.ok) return end(problemText(reply.error, t));
      wait(reply.value);
    };
    setState({ kind: 'starting' });
    void begin();
    return () => {
      left = true;
    };
  }, [client, round]);

  const waiting = state.kind === 'waiting' ? state : null;
  const loginId = waiting?.login.loginId ?? null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again with every revision
  useEffect(() => {
    if (loginId === null || waiting === null) return;
    let left = false;
    const look = async () => {
      const reply = await client.query('login.find', { loginId });
      if (left || !reply.ok) return;
      const login = reply.value;
      switch (login.state.kind) {
        case 'succeeded':
          return finish(login.state.signedIn);
        case 'failed':
          return end(login.state.message);
        case 'cancelled':
          return end(t('signIn.cancelled'));
        case 'expired':
          return end(t('signIn.expired'));
        case 'waiting':
        case 'completing': {
          // Switched by Rota itself, or from another page.
          const before = waiting.login.method;
          if (login.method === before || waiting.way !== before) return;
          setWindowRefused(before === 'window' && login.method === 'browser');
          wait(login);
        }
      }
    };
    void look();
    window.addEventListener('focus', look);
    return () => {
      left = true;
      window.removeEventListener('focus', look);
    };
  }, [client, loginId, waiting?.login.method, waiting?.way, snapshot.revision]);

  return {
    state,
    windowRefused,
    async switchTo(way) {
      if (waiting === null || waiting.way === way) return;
      const { login } = waiting;
      setWindowRefused(false);
      setState({ kind: 'waiting', login, way });
      const reply = await client.command('login.switchMethod', { loginId: login.loginId, method: way });
      if (reply.ok) wait(reply.value);
      else end(problemText(reply.error, t));
    },
    async complete(code) {
      if (loginId === null) return null;
      const reply = await client.command('login.complete', { loginId, code });
      if (!reply.ok) return problemText(reply.error, t);
      finish(reply.value);
      return null;
    },
    cancel() {
      if (loginId !== null) void client.command('login.cancel', { loginId });
    },
    again: () => setRound((count) => count + 1),
  };
}

function beginInput(which: WhichLogin): CallInput<'login.begin'> {
  if ('loginId' in which) return {};
  const { accountEmail, way } = which;
  return accountEmail === null ? { method: way } : { method: way, accountEmail };
}
