/** English for the system's notifications; the reasons in them are worded by `reason-words-en.ts`. */
export const notificationWordsEn = {
  'signIn.title': '{account} needs you',
  'signIn.titleMany': '{count} accounts need you to sign in',
  'allResting.title': 'All accounts are resting',
  'allResting.body': '{account} is back first: {time}. Until then requests are turned away with that time.',
  'switched.title': 'Now served by {to}',
  'switched.body': '{from}: {why}',
  'window.title': '{used} of the {limit} is used',
  'window.body': '{account}. The limit starts anew {time}.',
  'token.title': 'The token of {account} ends in {duration}',
  'token.body':
    'A setup token cannot be renewed. Make another one with “claude setup-token” and enter it in Rota.',
} as const;
