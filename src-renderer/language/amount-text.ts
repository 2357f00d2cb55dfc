import type { Locale } from '../../src-shared/i18n/locale.ts';

/** How the page writes amounts. */
export interface AmountText {
  /** A count in full, e.g. "12,480". */
  whole(count: number): string;
  /** A count in at most three digits, e.g. "12.4K"; below a thousand as it is. */
  short(count: number): string;
  /** US dollars to the cent; to a hundredth of a cent below ten cents. */
  dollars(amount: number): string;
  /** How long a request took: "640 ms", "4.2 s", "3 min 05 s". */
  took(ms: number): string;
}

const MINUTE_MS = 60_000;

/** Units after a number; `Intl` writes "4.2 sec", these are the signs that the rest of Rota uses. */
const UNITS = {
  en: { ms: 'ms', s: 's', min: 'min' },
  'zh-CN': { ms: '毫秒', s: '秒', min: '分' },
} as const;

/** Makes the texts of one language. */
export function createAmountText(locale: Locale): AmountText {
  const units = UNITS[locale];
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 });
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const dollars = (maximumFractionDigits: number) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', maximumFractionDigits });
  const cents = dollars(2);
  const fine = dollars(4);

  return {
    whole: (count) => whole.format(count),
    short: (count) => (count < 1_000 ? whole.format(count) : short.format(count)),
    dollars: (amount) => (amount > 0 && amount < 0.1 ? fine : cents).format(amount),
    took(ms) {
      if (ms > 0 && ms < 1) return `< 1 ${units.ms}`;
      if (ms < 1_000) return `${whole.format(ms)} ${units.ms}`;
      if (ms < MINUTE_MS) return `${tenths.format(ms / 1_000)} ${units.s}`;
      const seconds = Math.floor((ms % MINUTE_MS) / 1_000);
      return `${whole.format(Math.floor(ms / MINUTE_MS))} ${units.min} ${String(seconds).padStart(2, '0')} ${units.s}`;
    },
  };
}
