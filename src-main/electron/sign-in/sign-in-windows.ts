import { type BrowserWindow, dialog } from 'electron';
import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import type { Reply } from '../../../src-shared/contract/reply.ts';
import type { Core } from '../../core/create-core.ts';
import type { CodeCapture } from '../../core/oauth/code-capture.ts';
import type { AppSay } from '../app-words.ts';
import { openSignInWindow } from './sign-in-window.ts';
import { createWindowCapture } from './window-capture.ts';

type Login = ProcedureOutput<'login.find'>;

export interface SignInWindowsOptions {
  readonly say: () => AppSay;
  /** The window over which a sign-in opens, or null where none is open. */
  readonly parent: () => BrowserWindow | null;
  openOutside(address: string): void;
}

/** The app's way of signing in, and what happens where a person or a page does not go along with it. */
export class SignInWindows {
  readonly capture: CodeCapture;
  readonly #options: SignInWindowsOptions;
  #core: Pick<Core, 'dispatch'> | null = null;
  #serial = 0;

  constructor(options: SignInWindowsOptions) {
    this.#options = options;
    this.capture = createWindowCapture({
      instructions: () => options.say()('signIn.instructions'),
      openPage: (order) =>
        openSignInWindow(order, {
          parent: options.parent(),
          title: options.say()('signIn.title'),
          openOutside: options.openOutside,
          serial: ++this.#serial,
        }),
      onClosed: (authorizationUrl) => void this.#cancel(authorizationUrl),
      onRefused: (authorizationUrl) => void this.#goOnOutside(authorizationUrl),
    });
  }

  /** The core comes later than its captures. */
  attach(core: Pick<Core, 'dispatch'>): void {
    this.#core = core;
  }

  async #cancel(authorizationUrl: string): Promise<void> {
    const login = await this.#find(authorizationUrl);
    if (login !== null) await this.#call('login.cancel', { loginId: login.loginId });
  }

  async #goOnOutside(authorizationUrl: string): Promise<void> {
    const login = await this.#find(authorizationUrl);
    if (login === null) return;
    const { loginId } = login;
    const switched =
      (await this.#call<Login>('login.switchMethod', { loginId, method: 'browser' })) ??
      // Another program may sit on the redirect's port; pasting always works.
      (await this.#call<Login>('login.switchMethod', { loginId, method: 'paste' }));
    if (switched === null) return;
    this.#options.openOutside(switched.authorizationUrl);
    // An open page says so itself.
    if (this.#options.parent() !== null) return;
    await dialog.showMessageBox({ type: 'info', message: this.#options.say()('signIn.elsewhere') });
  }

  async #find(authorizationUrl: string): Promise<Login | null> {
    const listed = await this.#call<ProcedureOutput<'login.list'>>('login.list', {});
    return listed?.logins.find((login) => login.authorizationUrl === authorizationUrl) ?? null;
  }

  async #call<Value>(name: string, input: unknown): Promise<Value | null> {
    const reply = (await this.#core?.dispatch(name, input, { locale: 'en' })) as Reply<Value> | undefined;
    return reply?.ok ? reply.value : null;
  }
}
