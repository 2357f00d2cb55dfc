import type { ProcedureKind } from './procedure.ts';

/** Where a procedure is reached over HTTP. */
export interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

/** The stream of snapshots (server-sent events). */
export const EVENTS_PATH = '/api/events';

/** Where the dashboard turns the code of a one-time link into the admin token. */
export const SESSION_PATH = '/api/session';

/**
 * The HTTP endpoint of a procedure follows from its name, so that no client needs a table: dots become
 * slashes, words are hyphenated, and where a query ends in `get`, `list` or `recent` that word is left out.
 * `routes.list` is `GET /api/routes`, `accounts.addKey` is `POST /api/accounts/add-key`.
 */
export function endpointOf(name: string, kind: ProcedureKind): Endpoint {
  const words = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).split('.');
  const path =
    kind === 'query' && /^(get|list|recent)$/.test(words.at(-1) ?? '') ? words.slice(0, -1) : words;
  return { method: kind === 'query' ? 'GET' : 'POST', path: `/api/${path.join('/')}` };
}
