/** Failures that may end a start, worded in every language, since nobody can choose one by then. */
import type { Locale } from '../../../src-shared/i18n/locale.ts';
import { type Localized, localized } from '../../../src-shared/i18n/localized.ts';
import { fillIn, type PlacesIn } from '../../../src-shared/i18n/message.ts';
import { startWordsEn } from '../../../src-shared/i18n/start-words-en.ts';
import { startWordsZhCn } from '../../../src-shared/i18n/start-words-zh-cn.ts';
import { failLocalized, textsOf } from './localized-failure.ts';
import { type Failure, RotaError } from './result.ts';

type Words = typeof startWordsEn;
export type StartWordId = keyof Words;

/** The values of a text: a text in every language fills its place with that of the same language. */
type Values<Id extends StartWordId> =
  PlacesIn<Words[Id]> extends [infer Places]
    ? [values: { readonly [Name in keyof Places]: string | number | Localized }]
    : [];

const WORDS = { en: startWordsEn, 'zh-CN': startWordsZhCn } as const;

/** One text of the catalogue in every language. */
export function startText<Id extends StartWordId>(id: Id, ...[values]: Values<Id>): Localized {
  const places: Readonly<Record<string, string | number | Localized>> = values ?? {};
  return localized((locale) =>
    fillIn(
      WORDS[locale][id],
      Object.fromEntries(
        Object.entries(places).map(([name, value]) => [
          name,
          typeof value === 'object' ? value[locale] : value,
        ]),
      ),
    ),
  );
}

/** As `fail`, worded by the catalogue. */
export function failStart<Code extends string, Id extends StartWordId>(
  code: Code,
  id: Id,
  ...values: Values<Id>
) {
  return failLocalized(code, startText(id, ...values));
}

/** The sentence of a failure in every language, as far as it has one in each. */
export function sentenceOf(failure: Failure): Localized {
  return textsOf(failure) ?? localized(() => failure.message);
}

/** The same failure under another code. */
export function failAs<Code extends string>(code: Code, failure: Failure) {
  return failLocalized(code, sentenceOf(failure));
}

/** A failure as the error that ends a start. */
export function startError(failure: Failure, options?: ErrorOptions): RotaError {
  return new RotaError(failure.code, failure.message, { ...options, texts: textsOf(failure) });
}

/** What an error that ended a start says in one language. */
export function errorText(error: RotaError, locale: Locale): string {
  return error.texts?.[locale] ?? error.message;
}
