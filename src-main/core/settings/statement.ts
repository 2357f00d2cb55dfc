import type { Locale } from '../../../src-shared/i18n/locale.ts';
import { createSay, fillIn, type PlacesIn } from '../../../src-shared/i18n/message.ts';
import { settingsWordsEn } from '../../../src-shared/i18n/settings-words-en.ts';
import { settingsWordsZhCn } from '../../../src-shared/i18n/settings-words-zh-cn.ts';

type Words = typeof settingsWordsEn;

/** The name of a text about settings. */
export type StatementId = keyof Words;
/** The values that a text needs. */
export type StatementValues<Id extends StatementId> = PlacesIn<Words[Id]>;

/** What there is to say about settings: a text of the catalogue with its values, in no language yet. */
export interface Statement {
  readonly id: StatementId;
  readonly values: Readonly<Record<string, string | number>>;
}

const WORDS = { en: settingsWordsEn, 'zh-CN': settingsWordsZhCn } as const;

/** Makes a statement; the compiler knows which values it needs. */
export function says<Id extends StatementId>(id: Id, ...[values]: StatementValues<Id>): Statement {
  return { id, values: values ?? {} };
}

/** A statement in one language. */
export function inWords({ id, values }: Statement, locale: Locale): string {
  return fillIn(WORDS[locale][id], values);
}

/** The voice of one language for whole sentences about settings. */
export function sayOfSettings(locale: Locale) {
  return createSay<Words>(WORDS[locale]);
}

/** A statement as the message of a schema's issue, which can only be a text. */
export function asIssue<Id extends StatementId>(id: Id, ...values: StatementValues<Id>): string {
  return JSON.stringify(says(id, ...values));
}

/** The statement in the message of an issue; a general one where the schema's library worded it itself. */
export function ofIssue(message: string): Statement {
  try {
    return JSON.parse(message) as Statement;
  } catch {
    return says('wrong');
  }
}
