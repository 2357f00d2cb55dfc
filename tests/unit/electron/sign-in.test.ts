import { describe, expect, it } from 'vitest';
import type { AuthorizationAnswer } from '../../../src-main/core/oauth/authorization-response.ts';
import {
  isCallback,
  mayLoad,
  refusesEmbedding,
  signInTitle,
} from '../../../src-main/electron/sign-in/sign-in-rules.ts';
import {
  createWindowCapture,
  type SignInPageOrder,
} from '../../../src-main/electron/sign-in/window-capture.ts';
import { oauthProvider } from '../../support/oauth-fixtures.ts';

const REDIRECT = 'https://platform.claude.com/oauth/code/callback';
const AUTHORIZE = 'https://claude.ai/oauth/authorize?state=s';

describe('the callback', () => {
  it.each([
    [`${REDIRECT}?code=c&state=s`, true],
    [`${REDIRECT}?error=access_denied&state=s`, true],
    [REDIRECT, true],
    ['https://platform.claude.com/oauth/code/callback/more?code=c', false],
    ['https://platform.claude.com.evil.example/oauth/code/callback?code=c', false],
    ['http://platform.claude.com/oauth/code/callback?code=c', false],
    ['https://platform.claude.com:8443/oauth/code/callback?code=c', false],
    ['not an address', false],
  ])('%s: %s', (address, expected) => {
    expect(isCallback(address, REDIRECT)).toBe(expected);
  });
});

describe('the sign-in window', () => {
  it.each([
    ['https://claude.ai/login', true],
    ['https://appleid.apple.com/auth', true],
    ['wss://claude.ai/socket', true],
    ['data:image/png;base64,AA', true],
    ['about:blank', true],
    ['http://claude.ai/login', false],
    ['http://127.0.0.1:8080/', false],
    ['file:///etc/passwd', false],
    ['app://rota/index.html', false],
    ['javascript:alert(1)', false],
    ['ms-settings:about', false],
  ])('lets %s through: %s', (address, expected) => {
    expect(mayLoad(address, AUTHORIZE)).toBe(expected);
  });

  it('lets plain http through of exactly the host and port that the settings name', () => {
    const local = 'http://127.0.0.1:4711/oauth/authorize';
    expect(mayLoad('http://127.0.0.1:4711/logo.png', local)).toBe(true);
    expect(mayLoad('http://127.0.0.1:4712/logo.png', local)).toBe(false);
    expect(mayLoad('http://localhost:4711/logo.png', local)).toBe(false);
  });

  it.each([
    ['https://accounts.google.com/o/oauth2/v2/auth?client_id=1', true],
    ['https://accounts.google.com/v3/signin/rejected', true],
    ['https://login.example.com/?error=disallowed_useragent', true],
    ['https://accounts.google.com.evil.example/', false],
    ['https://www.google.com/recaptcha/api.js', false],
    ['https://claude.ai/login', false],
  ])('knows that %s refuses embedded windows: %s', (address, expected) => {
    expect(refusesEmbedding(address)).toBe(expected);
  });

  it('shows the address first in its title', () => {
    expect(signInTitle('https://claude.ai/login?x=1', 'Sign in')).toBe('https://claude.ai — Sign in');
    expect(signInTitle('https://claude.ai/login', '')).toBe('https://claude.ai');
  });
});

describe('catching the answer in a window', () => {
  async function opened(state = 'the-state') {
    const answers: AuthorizationAnswer[] = [];
    const told: string[] = [];
    const pages: (SignInPageOrder & { closed: boolean })[] = [];
    const capture = createWindowCapture({
      instructions: () => 'Sign in there.',
      openPage(order) {
        const page = { ...order, closed: false };
        pages.push(page);
        return {
          async close() {
            page.closed = true;
            order.onClosed();
          },
        };
      },
      onClosed: (url) => told.push(`closed ${url}`),
      onRefused: (url) => told.push(`refused ${url}`),
    });
    const open = await capture.open({
      provider: oauthProvider({ redirectUri: REDIRECT }),
      state,
      onAnswer: (answer) => answers.push(answer),
    });
    if (!open.ok) throw new Error(open.error.message);
    return { open: open.value, pages, answers, told };
  }

  it('uses the redirect address of the settings and opens the page only when there is an address', async () => {
    const { open, pages } = await opened();
    expect(open.redirectUri).toBe(REDIRECT);
    expect(open.instructions).toBe('Sign in there.');
    expect(pages).toEqual([]);
    open.present(AUTHORIZE);
    expect(pages).toMatchObject([{ authorizationUrl: AUTHORIZE, redirectUri: REDIRECT }]);
  });

  it('takes one answer with its own state, and nothing after it', async () => {
    const { open, pages, answers } = await opened();
    open.present(AUTHORIZE);
    const { onCallback } = pages[0]!;
    onCallback(`${REDIRECT}?code=c&state=another`);
    onCallback(`${REDIRECT}?code=c`);
    onCallback('https://elsewhere.example/?code=c&state=the-state');
    expect(answers).toEqual([]);
    onCallback(`${REDIRECT}?code=c&state=the-state`);
    onCallback(`${REDIRECT}?code=d&state=the-state`);
    expect(answers).toMatchObject([{ kind: 'code', state: 'the-state' }]);
  });

  it('takes a refusal as an answer', async () => {
    const { open, pages, answers } = await opened();
    open.present(AUTHORIZE);
    pages[0]!.onCallback(`${REDIRECT}?error=access_denied&state=the-state`);
    expect(answers).toMatchObject([{ kind: 'refused' }]);
  });

  it('tells that the person closed it, and not when it closed itself', async () => {
    const { open, pages, told } = await opened();
    open.present(AUTHORIZE);
    pages[0]!.onClosed();
    expect(told).toEqual([`closed ${AUTHORIZE}`]);
    await open.close();
    expect(pages[0]!.closed).toBe(true);
    expect(told).toHaveLength(1);
  });

  it('tells of a page that refuses windows like it', async () => {
    const { open, pages, told } = await opened();
    open.present(AUTHORIZE);
    pages[0]!.onRefused();
    expect(told).toEqual([`refused ${AUTHORIZE}`]);
  });
});
