import { assertNever } from '../lib/assert-never.ts';
import { createTimeText } from '../lib/duration-text.ts';
import type { NeedsLoginCause, PlacedReason, RoutingReason } from '../model/routing-reason.ts';
import type { Locale } from './locale.ts';
import { fillIn } from './message.ts';
import type { ReasonWords } from './reason-words-en.ts';
import { familyText, windowText } from './window-text.ts';

/** One routing reason in words; the page, the command line and the notifications use the same ones. */
export interface ReasonText {
  /** A word or two for beside an account's name, e.g. "Resting". */
  readonly short: string;
  /** What happened and what Rota does now, in whole sentences. */
  readonly sentence: string;
  /** What the person can do, or null where nothing needs doing. */
  readonly advice: string | null;
}

/** Explains reasons in one language; `now` is in ms since the Unix epoch and only decides how times are shortened. */
export type ReasonFormatter = (reason: RoutingReason, now: number) => ReasonText;

/**
 * Makes the formatter of one language from that language's words, so that the page carries no other;
 * `timeZone` is an IANA name and defaults to the machine's own.
 */
export function reasonFormatterOf(words: ReasonWords, locale: Locale, timeZone?: string): ReasonFormatter {
  const time = createTimeText(locale, timeZone);

  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const seconds = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: 'second',
    unitDisplay: 'long',
    maximumFractionDigits: 1,
  });

  const placedSentence = (reason: PlacedReason, now: number): string => {
    switch (reason.kind) {
      case 'session-affinity':
        return words['affinity.sentence'];
      case 'waited-for-cache':
        return fillIn(words['waitedForCache.sentence'], { waited: seconds.format(reason.waitedMs / 1000) });
      case 'in-order':
        return fillIn(words['inOrder.sentence'], { place: reason.place });
      case 'round-robin':
        return fillIn(words['roundRobin.sentence'], { place: reason.place });
      case 'least-used':
        return reason.utilization === null
          ? fillIn(words['leastUsedRequests.sentence'], { requests: reason.requestsLastFiveHours })
          : fillIn(words['leastUsed.sentence'], { used: percent.format(reason.utilization) });
      case 'soonest-reset':
        return reason.resetsAt === null
          ? words['soonestResetUnknown.sentence']
          : fillIn(words['soonestReset.sentence'], { resets: time.moment(reason.resetsAt, now) });
      default:
        return assertNever(reason);
    }
  };

  return (reason, now) => {
    const until = 'until' in reason ? time.moment(reason.until, now) : '';
    switch (reason.kind) {
      case 'disabled':
        return text(words['disabled.short'], words['disabled.sentence'], words['disabled.advice']);
      case 'terms-not-accepted':
        return text(words['terms.short'], words['terms.sentence'], words['terms.advice']);
      case 'needs-login':
        return needsLoginText(reason.cause, words);
      case 'cooling-down':
        return coolingDownText(reason, until, words, locale);
      case 'outside-hours':
        return text(
          words['outsideHours.short'],
          fillIn(words['outsideHours.sentence'], { hours: reason.hours.replace('-', '–'), until }),
        );
      case 'at-capacity':
        return text(
          words['atCapacity.short'],
          fillIn(words['atCapacity.sentence'], { open: reason.open, limit: reason.limit }),
        );
      case 'not-for-this-key':
        return text(
          words['notForThisKey.short'],
          fillIn(words['notForThisKey.sentence'], { key: reason.keyName }),
        );
      case 'ramping':
        return text(words['ramping.short'], fillIn(words['ramping.sentence'], { until }));
      case 'throttled':
        return text(words['throttled.short'], fillIn(words['throttled.sentence'], { until }));
      case 'ejected':
        return text(
          words['ejected.short'],
          fillIn(words['ejected.sentence'], { until, failures: reason.failures }),
        );
      case 'session-affinity':
      case 'waited-for-cache':
        return text(words['affinity.short'], placedSentence(reason, now));
      default:
        return text(words['inOrder.short'], placedSentence(reason, now));
    }
  };
}

function needsLoginText(cause: NeedsLoginCause, words: ReasonWords): ReasonText {
  switch (cause) {
    case 'refresh-token-invalid':
      return text(words['signInEnded.short'], words['signInEnded.sentence'], words['signInEnded.advice']);
    case 'key-refused':
      return text(words['keyRefused.short'], words['keyRefused.sentence'], words['keyRefused.advice']);
    case 'not-signed-in':
      return text(words['notSignedIn.short'], words['notSignedIn.sentence'], words['notSignedIn.advice']);
    case 'secret-missing':
      return text(
        words['secretMissing.short'],
        words['secretMissing.sentence'],
        words['secretMissing.advice'],
      );
    default:
      return assertNever(cause);
  }
}

function coolingDownText(
  reason: Extract<RoutingReason, { kind: 'cooling-down' }>,
  until: string,
  words: ReasonWords,
  locale: Locale,
): ReasonText {
  const { cause, scope } = reason;
  switch (cause.kind) {
    case 'quota': {
      const window = windowText(cause.claim, locale).limit;
      const sentence =
        scope.kind === 'account'
          ? fillIn(words['quota.sentence'], { window, until })
          : fillIn(words['quotaFamily.sentence'], {
              window,
              until,
              family: familyText(scope.family, locale),
            });
      return text(words['quota.short'], sentence);
    }
    case 'out-of-credit':
      return text(
        words['outOfCredit.short'],
        fillIn(words['outOfCredit.sentence'], { until }),
        words['outOfCredit.advice'],
      );
    case 'token-refused':
      return text(
        words['tokenRefused.short'],
        fillIn(words['tokenRefused.sentence'], { until, status: cause.status }),
      );
    default:
      return assertNever(cause);
  }
}

function text(short: string, sentence: string, advice: string | null = null): ReasonText {
  return { short, sentence, advice };
}
