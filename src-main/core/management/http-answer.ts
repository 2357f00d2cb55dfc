import { ERROR_STATUS, isErrorCode } from '../../../src-shared/contract/error-codes.ts';
import type { Reply } from '../../../src-shared/contract/reply.ts';

/** Headers of every answer of the management API: it may hold keys, and it is never a page. */
const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
} as const;

/** A JSON answer with status 200. */
export function jsonAnswer(value: unknown): Response {
  return new Response(JSON.stringify(value), { headers: HEADERS });
}

/** An error in the shape of every error outside `/v1/`; the status follows from the code. */
export function errorAnswer(
  error: { readonly code: string; readonly message: string },
  headers: Readonly<Record<string, string>> = {},
): Response {
  const code = isErrorCode(error.code) ? error.code : 'internal_error';
  return new Response(JSON.stringify({ error: { code, message: error.message } }), {
    status: ERROR_STATUS[code],
    headers: { ...HEADERS, ...headers },
  });
}

/** The answer that a reply becomes; `shape` turns the value into an older form where there is one. */
export function replyAnswer<Value>(
  reply: Reply<Value>,
  shape: (value: Value) => unknown = (v) => v,
): Response {
  return reply.ok ? jsonAnswer(shape(reply.value)) : errorAnswer(reply.error);
}
