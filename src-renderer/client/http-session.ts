import { createClient, type ManagementClient } from '../../src-shared/contract/client.ts';
import { SESSION_PATH } from '../../src-shared/contract/endpoint.ts';
import { createHttpTransport, type FetchLike } from '../../src-shared/contract/http-transport.ts';
import type { Access, LockedBecause, Session } from './session.ts';

const TOKEN_KEY = 'rota.admin-token';

/**
 * The page's access over HTTP. The admin token is kept for as long as the tab lives, and comes either from the
 * person or from the one-time link (`#login=…`) that `rota start --open` opens.
 */
export class HttpSession implements Session {
  readonly client: ManagementClient;
  #access: Access = { kind: 'checking' };
  #token: string | null = null;
  readonly #language: () => string;
  readonly #listeners = new Set<() => void>();

  /** `language` gives the BCP 47 tag in which Rota's own sentences are wanted. */
  constructor(language: () => string) {
    this.#language = language;
    this.client = createClient(
      createHttpTransport({
        baseUrl: '',
        token: () => this.#token,
        fetch: this.#fetch,
        language: null,
        after: (delayMs, fn) => {
          const timer = setTimeout(fn, delayMs);
          return { [Symbol.dispose]: () => clearTimeout(timer) };
        },
      }),
    );
  }

  readonly access = (): Access => this.#access;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes the code out of the address, or the token that this tab already has. */
  async open(): Promise<void> {
    const code = takeCode();
    if (code !== null) return this.#redeem(code);
    this.#token = sessionStorage.getItem(TOKEN_KEY);
    this.#set(this.#token === null ? { kind: 'locked', because: 'no-token' } : { kind: 'open' });
  }

  async unlock(token: string): Promise<void> {
    this.#token = token;
    const reply = await this.client.query('snapshot.get');
    if (reply.ok) {
      sessionStorage.setItem(TOKEN_KEY, token);
      this.#set({ kind: 'open' });
    } else {
      this.#lock(reply.error.code === 'unauthorized' ? 'token-refused' : 'unreachable');
    }
  }

  /** Nobody to tell: in a browser only this page speaks, and every call names its language. */
  tellLanguage(): void {}

  readonly #fetch: FetchLike = async (url, init) => {
    const answer = await fetch(url, {
      ...init,
      headers: { ...init.headers, 'accept-language': this.#language() },
    });
    // The token was rotated while the page was open.
    if (answer.status === 401 && this.#access.kind === 'open') this.#lock('token-refused');
    return answer;
  };

  async #redeem(code: string): Promise<void> {
    try {
      const answer = await fetch(SESSION_PATH, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
      });
      const body = (await answer.json()) as { readonly token?: unknown };
      if (typeof body.token === 'string') return this.unlock(body.token);
      this.#lock('link-spent');
    } catch {
      this.#lock('unreachable');
    }
  }

  #lock(because: LockedBecause): void {
    this.#token = null;
    sessionStorage.removeItem(TOKEN_KEY);
    this.#set({ kind: 'locked', because });
  }

  #set(access: Access): void {
    this.#access = access;
    for (const listener of this.#listeners) listener();
  }
}

/** The code of a one-time link; it is taken out of the address, so that it is neither shown nor kept in the history. */
function takeCode(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get('login');
  if (code !== null) history.replaceState(null, '', `${location.pathname}${location.search}`);
  return code;
}
