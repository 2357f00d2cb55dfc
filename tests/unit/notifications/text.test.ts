import { describe, expect, it } from 'vitest';
import type { Notification } from '../../../src-main/core/notifications/notification.ts';
import { createNotificationFormatter } from '../../../src-main/core/notifications/notification-text.ts';
import { notificationWordsEn } from '../../../src-shared/i18n/notification-words-en.ts';
import { notificationWordsZhCn } from '../../../src-shared/i18n/notification-words-zh-cn.ts';
import { NOW } from '../management/fixtures.ts';
import { DAY_MS, HOUR_MS, needsLogin, resting } from './observed.ts';

const work = { id: 'aaaaaaaaaaaa', name: 'work@studio.example' };
const home = { id: 'bbbbbbbbbbbb', name: 'me@home.example' };

const SAMPLES: readonly Notification[] = [
  { kind: 'sign-in-needed', accounts: [work], reason: needsLogin() },
  { kind: 'sign-in-needed', accounts: [work, home], reason: needsLogin() },
  { kind: 'all-resting', account: home, nextAt: NOW + HOUR_MS },
  { kind: 'switched', from: work, to: home, reason: resting(HOUR_MS) },
  { kind: 'window-filling', account: work, window: '7d_opus', share: 0.95, resetsAt: NOW + 2 * HOUR_MS },
  { kind: 'window-filling', account: work, window: '5h', share: 0.8, resetsAt: null },
  { kind: 'token-ending', account: work, endsAt: NOW + 12 * DAY_MS },
];

describe('the words of a notification', () => {
  it('are English', () => {
    const say = createNotificationFormatter('en', 'UTC');
    expect(SAMPLES.map((sample) => say(sample, NOW))).toEqual([
      {
        title: 'work@studio.example needs you',
        body: 'The provider ended this sign-in. Rota leaves the account out until you sign in again.',
        accountId: work.id,
      },
      {
        title: '2 accounts need you to sign in',
        body: 'work@studio.example and me@home.example',
        accountId: null,
      },
      {
        title: 'All accounts are resting',
        body: 'me@home.example is back first: 13:00. Until then requests are turned away with that time.',
        accountId: null,
      },
      {
        title: 'Now served by me@home.example',
        body: 'work@studio.example: The 5-hour limit is used up. It rests until 13:00.',
        accountId: work.id,
      },
      {
        title: '95% of the weekly Opus limit is used',
        body: 'work@studio.example. The limit starts anew 14:00.',
        accountId: work.id,
      },
      { title: '80% of the 5-hour limit is used', body: 'work@studio.example', accountId: work.id },
      {
        title: 'The token of work@studio.example ends in 12 days',
        body: 'A setup token cannot be renewed. Make another one with “claude setup-token” and enter it in Rota.',
        accountId: work.id,
      },
    ]);
  });

  it('are Chinese, without an English sentence in between', () => {
    const say = createNotificationFormatter('zh-CN', 'UTC');
    const texts = SAMPLES.map((sample) => say(sample, NOW));
    for (const { title } of texts) expect(title).toMatch(/\p{Script=Han}/u);
    for (const { title, body } of texts) {
      const words = `${title} ${body}`.replace(/\S+@\S+|“[^”]*”|Rota|Opus/g, '');
      expect(words).not.toMatch(/[A-Za-z]{3,}/);
    }
  });

  it('have the same places in both languages', () => {
    const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const [id, text] of Object.entries(notificationWordsEn)) {
      const chinese = notificationWordsZhCn[id as keyof typeof notificationWordsZhCn];
      expect(places(chinese), id).toEqual(places(text));
    }
  });
});
