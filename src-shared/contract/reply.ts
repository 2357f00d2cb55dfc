import { type ErrorCode, isErrorCode } from './error-codes.ts';

/** Why a procedure did not do what was asked: a stable code and one sentence in the caller's language. */
export interface ProcedureError {
  readonly code: ErrorCode | ConnectionErrorCode;
  readonly message: string;
}

/** What a client reports when no answer of Rota's arrived. */
export type ConnectionErrorCode = 'unreachable' | 'invalid_answer';

/** What a procedure came to, on every transport. */
export type Reply<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: ProcedureError };

/** The body of every error answer outside `/v1/`. */
export interface ErrorBody {
  readonly error: { readonly code: ErrorCode; readonly message: string };
}

/** The error in an answer's body, or null when the body is not one of ours. */
export function readErrorBody(body: unknown): ErrorBody['error'] | null {
  const error = (body as Partial<ErrorBody> | null)?.error;
  if (typeof error?.code !== 'string' || typeof error.message !== 'string') return null;
  return { code: isErrorCode(error.code) ? error.code : 'internal_error', message: error.message };
}
