import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import { errorWordsZhCn } from '../../../src-shared/i18n/error-words-zh-cn.ts';
import type { Locale } from '../../../src-shared/i18n/locale.ts';
import { managementWordsEn } from '../../../src-shared/i18n/management-words-en.ts';
import { managementWordsZhCn } from '../../../src-shared/i18n/management-words-zh-cn.ts';
import { createSay, type PlacesIn, type Say } from '../../../src-shared/i18n/message.ts';
import { textsOf } from '../lib/localized-failure.ts';
import { type Failure, fail, type Result } from '../lib/result.ts';

type Words = typeof managementWordsEn;
type WordId = keyof Words;
type Refusal = { readonly ok: false; readonly error: Failure<ErrorCode> };

/** What a handler knows about its caller: the language, and how to say things in it. */
export interface CallContext {
  readonly locale: Locale;
  /** A text of the catalogue with its places filled. */
  readonly say: Say<Words>;
  /** A failure of the handler's own, worded by the catalogue. */
  refuse<Id extends WordId>(code: ErrorCode, id: Id, ...values: PlacesIn<Words[Id]>): Refusal;
  /** A failure of the core for this caller: in its own words where it has them, else by its code. */
  translate(failure: Failure<ErrorCode>): Failure<ErrorCode>;
  /** A result of the core with its failure translated. */
  passOn<T>(result: Result<T, ErrorCode>): Result<T, ErrorCode>;
}

const WORDS = { en: managementWordsEn, 'zh-CN': managementWordsZhCn } as const;

/** Makes the context of one call. */
export function createCallContext(locale: Locale): CallContext {
  const say = createSay<Words>(WORDS[locale]);
  const translate: CallContext['translate'] = (failure) => {
    const { code, message } = failure;
    const general = locale === 'en' ? message : (errorWordsZhCn[code] ?? message);
    return { code, message: textsOf(failure)?.[locale] ?? general };
  };
  return {
    locale,
    say,
    refuse: (code, id, ...values) => fail(code, say(id, ...values)),
    translate,
    passOn: (result) => (result.ok ? result : { ok: false, error: translate(result.error) }),
  };
}
