import type { Locale } from '../../../src-shared/i18n/locale.ts';
import { createSay } from '../../../src-shared/i18n/message.ts';
import { notificationWordsEn } from '../../../src-shared/i18n/notification-words-en.ts';
import { notificationWordsZhCn } from '../../../src-shared/i18n/notification-words-zh-cn.ts';
import { createReasonFormatter } from '../../../src-shared/i18n/reason-text.ts';
import { windowText } from '../../../src-shared/i18n/window-text.ts';
import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import { createTimeText } from '../../../src-shared/lib/duration-text.ts';
import type { Notification } from './notification.ts';

const WORDS = { en: notificationWordsEn, 'zh-CN': notificationWordsZhCn } as const;

/** A notification in words; `accountId` is the account to show when it is clicked, null for the list. */
export interface NotificationText {
  readonly title: string;
  readonly body: string;
  readonly accountId: string | null;
}

/** Words a notification at `now` (ms since the epoch). */
export type NotificationFormatter = (notification: Notification, now: number) => NotificationText;

/** Makes the formatter of one language; `timeZone` is an IANA name and defaults to the machine's own. */
export function createNotificationFormatter(locale: Locale, timeZone?: string): NotificationFormatter {
  const say = createSay<typeof notificationWordsEn>(WORDS[locale]);
  const time = createTimeText(locale, timeZone);
  const reasonText = createReasonFormatter(locale, timeZone);
  const names = new Intl.ListFormat(locale, { type: 'conjunction' });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });

  return (notification, now) => {
    switch (notification.kind) {
      case 'sign-in-needed': {
        const { accounts, reason } = notification;
        const [account, ...others] = accounts;
        if (others.length > 0) {
          return {
            title: say('signIn.titleMany', { count: accounts.length }),
            body: names.format(accounts.map(({ name }) => name)),
            accountId: null,
          };
        }
        const title = say('signIn.title', { account: account.name });
        return { title, body: reasonText(reason, now).sentence, accountId: account.id };
      }
      case 'all-resting':
        return {
          title: say('allResting.title'),
          body: say('allResting.body', {
            account: notification.account.name,
            time: time.moment(notification.nextAt, now),
          }),
          accountId: null,
        };
      case 'switched':
        return {
          title: say('switched.title', { to: notification.to.name }),
          body: say('switched.body', {
            from: notification.from.name,
            why: reasonText(notification.reason, now).sentence,
          }),
          accountId: notification.from.id,
        };
      case 'window-filling': {
        const { account, window, share, resetsAt } = notification;
        return {
          title: say('window.title', {
            used: percent.format(share),
            limit: windowText(window, locale).limit,
          }),
          body:
            resetsAt === null
              ? account.name
              : say('window.body', { account: account.name, time: time.moment(resetsAt, now) }),
          accountId: account.id,
        };
      }
      case 'token-ending':
        return {
          title: say('token.title', {
            account: notification.account.name,
            duration: time.duration(notification.endsAt - now),
          }),
          body: say('token.body'),
          accountId: notification.account.id,
        };
      default:
        return assertNever(notification);
    }
  };
}
