import type { notificationWordsEn } from './notification-words-en.ts';

/** Simplified Chinese for the system's notifications. */
export const notificationWordsZhCn: Readonly<Record<keyof typeof notificationWordsEn, string>> = {
  'signIn.title': '{account} 需要您处理',
  'signIn.titleMany': '{count} 个账号需要重新登录',
  'allResting.title': '所有账号都在休息',
  'allResting.body': '{account} 最先恢复：{time}。在此之前，请求会被拒绝并告知该时间。',
  'switched.title': '现由 {to} 提供服务',
  'switched.body': '{from}：{why}',
  'window.title': '{limit}已使用 {used}',
  'window.body': '{account}，{time} 重新计算。',
  'token.title': '{account} 的令牌将在 {duration}后到期',
  'token.body': '长期令牌无法续期。请用“claude setup-token”生成新的令牌，并在 Rota 中填入。',
};
