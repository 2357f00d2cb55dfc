import { useEffect, useRef, useState } from 'react';
import type { CallInput, ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { useCore } from '../../client/client-context.tsx';
import { problemText } from '../../client/use-command.ts';
import { useText } from '../../language/language.tsx';

/** How the provider's answer comes back to Rota from a web page. */
export type Way = 'browser' | 'paste';

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

/** A sign-in under way. */
export interface LoginControl {
  readonly state: LoginState;
  /** Goes on in another way; the address to open may change. */
  switchTo(way: Way): Promise<void>;
  /** Hands over what the person pasted; answers with what is wrong with it, or null. */
  complete(code: string): Promise<string | null>;
  /** Starts afresh. */
  again(): void;
}

/**
 * Begins a sign-in and keeps to it until it ends; leaving cancels it. One that ends in the browser is noticed
 * when the snapshot changes or the person comes back to this page: nothing is polled.
 */
export function useLogin(
  accountEmail: string | null,
  onSignedIn: (signedIn: SignedIn) => void,
): LoginControl {
  const { client, snapshot } = useCore();
  const t = useText();
  const [state, setState] = useState<LoginState>({ kind: 'starting' });
  const [round, setRound] = useState(0);
  // The sign-in that is cancelled when the person leaves; null once it has ended by itself.
  const openLoginId = useRef<string | null>(null);

  const end = (problem: string) => {
    openLoginId.current = null;
    setState({ kind: 'ended', problem });
  };

  const finish = (signedIn: SignedIn) => {
    openLoginId.current = null;
    setState({ kind: 'signed-in', signedIn });
    onSignedIn(signedIn);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is asked for by `again`, a new language is not
  useEffect(() => {
    let left = false;
    const cancel = (loginId: string) => void client.command('login.cancel', { loginId });
    const begin = async () => {
      const input: CallInput<'login.begin'> =
        accountEmail === null ? firstWay() : { ...firstWay(), accountEmail };
      const reply = await client.command('login.begin', input);
      if (!reply.ok) return left ? undefined : end(problemText(reply.error, t));
      const login = reply.value;
      if (left) return cancel(login.loginId);
      openLoginId.current = login.loginId;
      setState({ kind: 'waiting', login, way: wayOf(login) });
    };
    setState({ kind: 'starting' });
    void begin();
    return () => {
      left = true;
      if (openLoginId.current !== null) cancel(openLoginId.current);
      openLoginId.current = null;
    };
  }, [client, accountEmail, round]);

  const waitingFor =
    state.kind === 'waiting' && state.login.method === 'browser' ? state.login.loginId : null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again with every revision
  useEffect(() => {
    if (waitingFor === null) return;
    let left = false;
    const look = async () => {
      const reply = await client.query('login.list');
      const login = reply.ok ? reply.value.logins.find((each) => each.loginId === waitingFor) : undefined;
      if (left || login === undefined) return;
      const outcome = login.state;
      if (outcome.kind === 'succeeded') finish(outcome.signedIn);
      if (outcome.kind === 'failed') end(outcome.message);
      if (outcome.kind === 'cancelled') end(t('signIn.cancelled'));
      if (outcome.kind === 'expired') end(t('signIn.expired'));
    };
    void look();
    window.addEventListener('focus', look);
    return () => {
      left = true;
      window.removeEventListener('focus', look);
    };
  }, [client, waitingFor, snapshot.revision]);

  return {
    state,
    async switchTo(way) {
      if (state.kind !== 'waiting' || state.way === way) return;
      const { login } = state;
      setState({ kind: 'waiting', login, way });
      const reply = await client.command('login.switchMethod', { loginId: login.loginId, method: way });
      if (reply.ok) setState({ kind: 'waiting', login: reply.value, way: wayOf(reply.value) });
      else end(problemText(reply.error, t));
    },
    async complete(code) {
      if (state.kind !== 'waiting') return null;
      const reply = await client.command('login.complete', { loginId: state.login.loginId, code });
      if (!reply.ok) return problemText(reply.error, t);
      finish(reply.value);
      return null;
    },
    again: () => setRound((count) => count + 1),
  };
}

function wayOf(login: Login): Way {
  return login.method === 'paste' ? 'paste' : 'browser';
}

/**
 * Rota chooses the way, from what the provider allows. Only where this page was opened from another machine is
 * pasting the one that works: the browser could not hand the answer to a gateway that it does not reach.
 */
function firstWay(): { readonly method?: Way } {
  const isSameMachine = ['localhost', '127.0.0.1', '[::1]', ''].includes(location.hostname);
  return isSameMachine ? {} : { method: 'paste' };
}
