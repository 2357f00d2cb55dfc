/** English for every routing reason: `short` beside an account, `sentence` as an explanation, `advice` where a person can act. */
export const reasonWordsEn = {
  'disabled.short': 'Off',
  'disabled.sentence': 'Switched off. It keeps its sign-in and takes no requests.',
  'disabled.advice': 'Switch it on to use it again.',
  'terms.short': 'Waiting for you',
  'terms.sentence': 'Subscription accounts stay off until you have read the note on the vendor’s terms.',
  'terms.advice': 'Read the note and decide.',
  'signInEnded.short': 'Sign-in needed',
  'signInEnded.sentence':
    'The provider ended this sign-in. Rota leaves the account out until you sign in again.',
  'signInEnded.advice': 'Sign in again.',
  'keyRefused.short': 'New key needed',
  'keyRefused.sentence': 'The provider refused this key. Rota leaves the account out until it has a new one.',
  'keyRefused.advice': 'Enter a new key.',
  'notSignedIn.short': 'Sign-in needed',
  'notSignedIn.sentence': 'Nobody has signed in to this account yet.',
  'notSignedIn.advice': 'Sign in.',
  'secretMissing.short': 'Key missing',
  'secretMissing.sentence': 'The key or token of this account cannot be found, so Rota leaves it out.',
  'secretMissing.advice': 'Sign in again, or enter the key again.',
  'quota.short': 'Resting',
  'quota.sentence': 'The {window} is used up. It rests until {until}.',
  'quotaFamily.sentence':
    'The {window} is used up. It rests for {family} models until {until} and serves all others.',
  'outOfCredit.short': 'Out of credit',
  'outOfCredit.sentence':
    'The provider says that the credit is used up. Rota rests the account until {until}, then asks again.',
  'outOfCredit.advice': 'Add credit at the provider.',
  'tokenRefused.short': 'Resting',
  'tokenRefused.sentence':
    'The provider refused a fresh token (status {status}). It rests until {until}, then Rota tries again by itself.',
  'outsideHours.short': 'Off hours',
  'outsideHours.sentence': 'Its hours are {hours}. Rota leaves it out until {until}.',
  'atCapacity.short': 'Busy',
  'atCapacity.sentence':
    'Requests in flight: {open}, and you allow {limit}. It takes the next one when one of them ends.',
  'notForThisKey.short': 'Kept apart',
  'notForThisKey.sentence': 'The client key “{key}” leads to other accounts only.',
  'ramping.short': 'Starting again',
  'ramping.sentence':
    'It has just opened again and takes new sessions one after the other until {until}, so that not all come at once.',
  'throttled.short': 'Slowed down',
  'throttled.sentence': 'The provider asked for a short pause. Others go first until {until}.',
  'ejected.short': 'Set aside',
  'ejected.sentence': 'It failed {failures} times in a row. Others go first until {until}.',
  'affinity.short': 'This session',
  'affinity.sentence': 'This session was served here before, and its cache is here.',
  'waitedForCache.sentence':
    'The provider asked for a short pause. Rota waited {waited} here, because this session’s cache is here.',
  'inOrder.short': 'Ready',
  'inOrder.sentence': 'Number {place} in your order.',
  'roundRobin.sentence': 'New sessions take turns. Number {place} in your order.',
  'leastUsed.sentence': 'Ordered by use: {used} of its next limit is used.',
  'leastUsedRequests.sentence': 'Ordered by use: {requests} requests in the last five hours.',
  'soonestReset.sentence': 'Ordered by reset: what it has left is lost at its weekly reset, {resets}.',
  'soonestResetUnknown.sentence': 'Ordered by reset: its weekly reset is not known yet.',
} as const;

/** The same messages in some language. */
export type ReasonWords = Readonly<Record<keyof typeof reasonWordsEn, string>>;
