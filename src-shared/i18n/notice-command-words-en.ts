/** English for the notices as the command line prints them; merged into its catalogue by `command-words-en.ts`. */
export const noticeCommandWordsEn = {
  'notice.vaultSetAside':
    'The file with your sign-ins and keys was damaged; it was put aside as {file}. {lost}',
  'notice.vaultRestored': '{file} was missing when Rota started, and its spare copy took its place. {lost}',
  'notice.vaultGone':
    '{file} and its spare copy were missing when Rota started, and an empty vault took their place. {lost} If you have a backup of that file, stop Rota, put it back, and start again; else sign in again, and connect Claude Code again, because the client key is a new one.',
  'notice.lost': 'Accounts that lost their sign-in or key: {count}.',
  'notice.lostNothing': 'No account has lost anything.',
  'notice.lostUnknown': 'Accounts that lost their sign-in or key say so below.',
  'notice.signInsUnsaved':
    'The renewed sign-ins of some accounts ({count}) could not be written to disk and live in memory only. Make room on the disk before you stop Rota.',
  'notice.settingsRefused':
    'The changed settings file has a mistake, and the last good settings stay in force. {problem}',
  'notice.offline': '{host} cannot be reached from this machine; no account is to blame.',
  'notice.historySetAside': 'The usage history was unusable and is kept as {file}; a new one was begun.',
  'notice.historyGone': 'The usage history was unusable; a new one was begun.',
  'notice.historyUnavailable': 'The usage history cannot be written ({code}); requests go on.',
  'notice.restartNeeded': 'A changed address is in force after the next start.',
  'notice.blocked':
    '{host} turned a request away because of a firewall, region or policy; no account is to blame.',
} as const;
