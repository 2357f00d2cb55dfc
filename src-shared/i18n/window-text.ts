import type { Locale } from './locale.ts';

/** What a quota window is called: `label` beside a bar ("Week · Opus"), `limit` inside a sentence ("weekly Opus limit"). */
export interface WindowText {
  readonly label: string;
  readonly limit: string;
}

/**
 * Names a quota window for people. Takes the names of readings (`5h`, `7d_opus`) and those of rejections
 * (`five_hour`, `seven_day_opus`); a name it does not know is shown as it came.
 */
export function windowText(name: string, locale: Locale): WindowText {
  const words = WORDS[locale];
  const known = words.named[name];
  if (known !== undefined) return known;
  const span = /^(?:(\d+)([hd])|(five_hour)|(seven_day))(?:_(\w+))?$/.exec(name);
  if (span === null) return { label: name, limit: words.otherLimit(name) };
  const [, count, unit, fiveHour, , family] = span;
  const hours = fiveHour === undefined ? Number(count ?? 7) * (unit === 'h' ? 1 : 24) : 5;
  return words.span(hours, family === undefined ? null : familyText(family, locale));
}

/** A model family as people write it: `opus` is "Opus". */
export function familyText(family: string, locale: Locale): string {
  if (family === 'oi' || family === 'overage_included') return WORDS[locale].withOverage;
  return family.charAt(0).toUpperCase() + family.slice(1).replaceAll('_', ' ');
}

interface WindowWords {
  readonly named: Readonly<Record<string, WindowText>>;
  readonly withOverage: string;
  otherLimit(name: string): string;
  span(hours: number, family: string | null): WindowText;
}

const WEEK_HOURS = 7 * 24;

const WORDS: Readonly<Record<Locale, WindowWords>> = {
  en: {
    named: {
      overage: { label: 'Extra usage', limit: 'extra usage limit' },
      requests: { label: 'Requests', limit: 'request limit' },
      tokens: { label: 'Tokens', limit: 'token limit' },
      'input-tokens': { label: 'Input tokens', limit: 'input token limit' },
      'output-tokens': { label: 'Output tokens', limit: 'output token limit' },
    },
    withOverage: 'with extra usage',
    otherLimit: (name) => `limit “${name}”`,
    span(hours, family) {
      const [label, adjective] =
        hours === WEEK_HOURS
          ? ['Week', 'weekly']
          : hours % 24 === 0
            ? [`${hours / 24} days`, `${hours / 24}-day`]
            : [`${hours} h`, `${hours}-hour`];
      return family === null
        ? { label, limit: `${adjective} limit` }
        : { label: `${label} · ${family}`, limit: `${adjective} ${family} limit` };
    },
  },
  'zh-CN': {
    named: {
      overage: { label: '额外用量', limit: '额外用量额度' },
      requests: { label: '请求数', limit: '请求次数额度' },
      tokens: { label: 'Token', limit: 'Token 额度' },
      'input-tokens': { label: '输入 Token', limit: '输入 Token 额度' },
      'output-tokens': { label: '输出 Token', limit: '输出 Token 额度' },
    },
    withOverage: '含额外用量',
    otherLimit: (name) => `“${name}”额度`,
    span(hours, family) {
      const [label, adjective] =
        hours === WEEK_HOURS
          ? ['每周', '每周']
          : hours % 24 === 0
            ? [`${hours / 24} 天`, `${hours / 24} 天`]
            : [`${hours} 小时`, `${hours} 小时`];
      return family === null
        ? { label, limit: `${adjective}额度` }
        : { label: `${label} · ${family}`, limit: `${adjective} ${family} 额度` };
    },
  },
};
