import type { Locale } from '../i18n/locale.ts';

/**
 * How Rota writes time, for the page and the command line alike: under a minute in words, under an hour in
 * minutes, under two days in hours and minutes, beyond that as a weekday or a date. Moments and `now` are
 * milliseconds since the Unix epoch, durations milliseconds.
 */
export interface TimeText {
  /** A length of time: "under a minute", "22 min", "5 h 12 min", "3 days"; a negative one counts as zero. */
  duration(ms: number): string;
  /** How long until `at`: a duration under two days, else the weekday or date on which it comes. */
  until(at: number, now: number): string;
  /** A moment in the shortest form that is clear: "16:40" within a day, "Thu 16:40" within a week, else a date. */
  moment(at: number, now: number): string;
  /** A moment where only its day matters once it is far: "16:40" within a day, "Thu" within a week, else a date. */
  brief(at: number, now: number): string;
  /** How long ago `at` was: "just now", "22 min ago", else the weekday or date. */
  ago(at: number, now: number): string;
  /** The full date and time, for whoever points at one of the short forms. */
  absolute(at: number): string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Makes the texts of one language; `timeZone` is an IANA name and defaults to the machine's own. */
export function createTimeText(locale: Locale, timeZone?: string): TimeText {
  const words = WORDS[locale];
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { hourCycle: 'h23', ...(timeZone ? { timeZone } : {}), ...options });
  const time = format({ hour: '2-digit', minute: '2-digit' });
  const weekday = format({ weekday: 'short' });
  const date = format({ day: 'numeric', month: 'short' });
  const dateOfOtherYear = format({ day: 'numeric', month: 'short', year: 'numeric' });
  const full = format({ dateStyle: 'full', timeStyle: 'long' });

  const day = (at: number, now: number) => {
    const distanceMs = Math.abs(at - now);
    if (distanceMs < 6 * DAY_MS) return weekday.format(at);
    return distanceMs < 300 * DAY_MS ? date.format(at) : dateOfOtherYear.format(at);
  };

  const duration = (ms: number) => {
    if (ms < MINUTE_MS) return words.underAMinute;
    if (ms < HOUR_MS) return words.minutes(Math.floor(ms / MINUTE_MS));
    if (ms >= 2 * DAY_MS) return words.days(Math.floor(ms / DAY_MS));
    const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
    const hours = words.hours(Math.floor(ms / HOUR_MS));
    return minutes === 0 ? hours : `${hours} ${words.minutes(minutes)}`;
  };

  return {
    duration,
    until: (at, now) => (at - now < 2 * DAY_MS ? duration(at - now) : day(at, now)),
    moment(at, now) {
      const distanceMs = Math.abs(at - now);
      if (distanceMs < DAY_MS) return time.format(at);
      return distanceMs < 6 * DAY_MS ? `${weekday.format(at)} ${time.format(at)}` : day(at, now);
    },
    brief: (at, now) => (Math.abs(at - now) < DAY_MS ? time.format(at) : day(at, now)),
    ago(at, now) {
      if (now - at < MINUTE_MS) return words.justNow;
      return now - at < 2 * DAY_MS ? words.ago(duration(now - at)) : day(at, now);
    },
    absolute: (at) => full.format(at),
  };
}

/** `Intl.DurationFormat` writes "5 hr, 12 min"; these are the shorter forms that fit a narrow line. */
interface DurationWords {
  readonly underAMinute: string;
  readonly justNow: string;
  minutes(count: number): string;
  hours(count: number): string;
  days(count: number): string;
  ago(duration: string): string;
}

const WORDS: Readonly<Record<Locale, DurationWords>> = {
  en: {
    underAMinute: 'under a minute',
    justNow: 'just now',
    minutes: (count) => `${count} min`,
    hours: (count) => `${count} h`,
    days: (count) => `${count} days`,
    ago: (duration) => `${duration} ago`,
  },
  'zh-CN': {
    underAMinute: '不到 1 分钟',
    justNow: '刚刚',
    minutes: (count) => `${count} 分钟`,
    hours: (count) => `${count} 小时`,
    days: (count) => `${count} 天`,
    ago: (duration) => `${duration}前`,
  },
};
