import type { Localized } from '../../../src-shared/i18n/localized.ts';
import type { Failure } from './result.ts';

/** A failure of which the code says too little, so that the core itself words it in every language. */
export interface LocalizedFailure<Code extends string = string> extends Failure<Code> {
  readonly texts: Localized;
}

/** As `fail`, with the sentence in every language. */
export function failLocalized<Code extends string>(
  code: Code,
  texts: Localized,
): { readonly ok: false; readonly error: LocalizedFailure<Code> } {
  return { ok: false, error: { code, message: texts.en, texts } };
}

/** The sentence of a failure in every language; null where the core words it in English only. */
export function textsOf(failure: Failure | LocalizedFailure): Localized | null {
  return 'texts' in failure ? failure.texts : null;
}
