import { createContext, type ReactNode, use, useLayoutEffect, useMemo } from 'react';
import { FormattedMessage, IntlProvider, useIntl } from 'react-intl';
import type { Locale } from '../../src-shared/i18n/locale.ts';
import { type ReasonFormatter, reasonFormatterOf } from '../../src-shared/i18n/reason-format.ts';
import type { UiMessageId } from '../../src-shared/i18n/ui-en.ts';
import { createTimeText, type TimeText } from '../../src-shared/lib/duration-text.ts';
import { type AmountText, createAmountText } from './amount-text.ts';
import type { Catalogue } from './catalogue.ts';

/** Everything that speaks in the page's language besides the catalogue. */
export interface Language {
  readonly locale: Locale;
  readonly time: TimeText;
  readonly reason: ReasonFormatter;
  readonly amount: AmountText;
  /** A share of 1 as a percentage without decimals. */
  percent(share: number): string;
  /** The day of a moment (ms since the epoch) in full, e.g. "November 14, 2026". */
  date(at: number): string;
  /** The time of day of a moment (ms since the epoch), with seconds. */
  clock(at: number): string;
}

const LanguageContext = createContext<Language | null>(null);

/** The language's formatters. */
export function useLanguage(): Language {
  const language = use(LanguageContext);
  if (language === null) throw new Error('useLanguage needs a LanguageProvider above it.');
  return language;
}

/** Values for the places of a message. */
export type TextValues = Readonly<Record<string, string | number>>;

/** The message of the catalogue with its places filled in. */
export type Text = (id: UiMessageId, values?: TextValues) => string;

/** The catalogue of the page's language. */
export function useText(): Text {
  const intl = useIntl();
  return useMemo(() => (id, values) => intl.formatMessage({ id }, values), [intl]);
}

/** A message with elements in its places, such as a countdown. */
export function Message({
  id,
  values,
}: {
  readonly id: UiMessageId;
  readonly values: Readonly<Record<string, ReactNode>>;
}) {
  return <FormattedMessage id={id} values={values} />;
}

/** Gives everything below it one language, and tells the browser and assistive technology which one it is. */
export function LanguageProvider({
  catalogue,
  children,
}: {
  readonly catalogue: Catalogue;
  readonly children: ReactNode;
}) {
  const { locale, messages } = catalogue;
  const language = useMemo(() => createLanguage(catalogue), [catalogue]);
  // In a layout effect: the first questions to the core, asked in effects further down, name this language already.
  useLayoutEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return (
    <IntlProvider locale={locale} messages={messages}>
      <LanguageContext value={language}>{children}</LanguageContext>
    </IntlProvider>
  );
}

function createLanguage({ locale, reasons }: Catalogue): Language {
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hourCycle: 'h23' });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
  return {
    locale,
    time: createTimeText(locale),
    reason: reasonFormatterOf(reasons, locale),
    amount: createAmountText(locale),
    percent: (share) => percent.format(share),
    date: (at) => date.format(at),
    clock: (at) => clock.format(at),
  };
}
