import type { Session } from 'electron';
import { createDashboard } from '../../core/http/dashboard.ts';
import { PAGE_HOST, PAGE_SCHEME } from './page-address.ts';

/** What must be said of the scheme before Electron is ready: an origin of its own, and secure like https. */
export const PAGE_PRIVILEGES = {
  scheme: PAGE_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
} as const;

/** Serves the built page to our windows, with the same content security policy as over HTTP. */
export function servePage(session: Session, folder: string): void {
  const page = createDashboard(folder);
  session.protocol.handle(PAGE_SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url);
    const answer = host === PAGE_HOST && request.method === 'GET' ? await page.answer(pathname) : null;
    return answer ?? new Response('There is nothing here.', { status: 404 });
  });
}
