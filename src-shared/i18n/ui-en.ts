import { uiAccountsEn } from './ui-accounts-en.ts';
import { uiAddAccountEn } from './ui-add-account-en.ts';
import { uiPagesEn } from './ui-pages-en.ts';
import { uiTrayEn } from './ui-tray-en.ts';

/** The page in English: ICU messages by id. `ui-zh-cn.ts` has the same ids and places. */
export const uiEn = {
  'common.back': 'Back',
  'common.cancel': 'Cancel',
  'common.close': 'Close',
  'common.copied': 'Copied',
  'common.copy': 'Copy',
  'common.copyRefused': 'Not copied',
  'common.dismiss': 'Dismiss',
  'common.done': 'Done',
  'common.loading': 'Loading…',
  'common.sentences': '{first} {second}',
  'common.save': 'Save',

  'nav.label': 'Pages',
  'nav.skip': 'Skip to content',
  'nav.accounts': 'Accounts',
  'nav.routing': 'Routing',
  'nav.activity': 'Activity',
  'nav.usage': 'Usage',
  'nav.connect': 'Connect',
  'nav.settings': 'Settings',

  'gateway.serving': 'Serving',
  'gateway.paused': 'Paused',
  'gateway.draining': 'Stopping',
  'gateway.offline': 'Out of reach',
  'gateway.pause': 'Pause',
  'gateway.resume': 'Resume',
  'gateway.pausedSentence': 'Rota is paused and turns every request away until you resume it.',
  'gateway.drainingSentence': 'Rota is stopping: it finishes what is under way and takes nothing new.',

  'offline.lost':
    'Rota cannot be reached; this page keeps trying. What you see is the last it said, and your accounts are not to blame.',
  'offline.never':
    'Rota does not answer; this page keeps trying. Start it with “npx rota start”, or open the app.',
  'readOnly.sentence': 'The settings come from {file}. Change accounts there; Rota takes over what you save.',
  'simulated.sentence': 'Simulated accounts: nothing here is real, and nothing leaves this computer.',

  'problem.unreachable': 'Rota cannot be reached. Nothing was changed; try again once it runs.',
  'problem.page': 'This page could not be drawn. Rota itself goes on serving; the other pages work.',
  'problem.page.retry': 'Try again',
  'problem.invalidAnswer': 'Something else than Rota answered at this address.',

  'unlock.title': 'Open Rota',
  'unlock.sentence': 'This page manages your accounts, so it asks for the admin token once.',
  'unlock.token': 'Admin token',
  'unlock.hint': 'This prints it:',
  'unlock.submit': 'Open',
  'unlock.refused': 'Rota does not know this token. It may have been replaced.',
  'unlock.linkSpent': 'This link was used before or is too old. Give the admin token instead.',

  ...uiAccountsEn,
  ...uiAddAccountEn,
  ...uiTrayEn,
  ...uiPagesEn,
} as const;

/** The id of a message of the page. */
export type UiMessageId = keyof typeof uiEn;
