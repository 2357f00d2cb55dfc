import type { Localized } from '../../../src-shared/i18n/localized.ts';

/** An expected failure as a value: a stable code for programs and one sentence for people. */
export interface Failure<Code extends string = string> {
  readonly code: Code;
  /** One whole sentence that may be shown to the user as it stands; holds no secret. */
  readonly message: string;
}

/** Either a value or an expected failure; exceptions are left for broken promises. */
export type Result<T, Code extends string = string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Failure<Code> };

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

export const fail = <Code extends string>(
  code: Code,
  message: string,
): { ok: false; error: Failure<Code> } => ({ ok: false, error: { code, message } });

/**
 * An expected failure on its way up through code that has no other answer to give, e.g. a wrong settings
 * file at start. The shell prints `message` and nothing else.
 */
export class RotaError extends Error {
  override readonly name = 'RotaError';
  readonly code: string;
  /** The message in every language; null where it is worded in English only. */
  readonly texts: Localized | null;

  constructor(
    code: string,
    message: string,
    { texts = null, ...options }: ErrorOptions & { readonly texts?: Localized | null } = {},
  ) {
    super(message, options);
    this.code = code;
    this.texts = texts;
  }
}
