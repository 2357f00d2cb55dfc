/** The page of accounts in English; part of the page's catalogue (`ui-en.ts`). */
export const uiAccountsEn = {
  'accounts.title': 'Accounts',
  'accounts.sentence.priority': 'Requests go to the first account that is ready, in the order below.',
  'accounts.sentence.round_robin': 'New sessions take turns among the accounts that are ready.',
  'accounts.sentence.least_used': 'New sessions go to the ready account that is used least.',
  'accounts.sentence.soonest_reset': 'New sessions go to the ready account whose week ends soonest.',
  'accounts.add': 'Add account',
  'accounts.place': 'Place',
  'accounts.windows': 'Limits',
  'accounts.more': 'More for {name}',
  'accounts.rename': 'Rename…',
  'accounts.moveUp': 'Move up',
  'accounts.moveDown': 'Move down',
  'accounts.refresh': 'Renew sign-in now',
  'accounts.signInAgain': 'Sign in again…',
  'accounts.replaceKey': 'Replace key…',
  'accounts.proxy': 'Proxy…',
  'accounts.limits': 'Hours and cap…',
  'accounts.enable': 'Switch on',
  'accounts.disable': 'Switch off',
  'accounts.remove': 'Remove',

  'remedy.sign-in': 'Sign in',
  'remedy.replace-key': 'Replace key',
  'remedy.enable': 'Switch on',
  'remedy.read-terms': 'Read the note',

  'reorder.handle': 'Move {name}',
  'reorder.role': 'sortable',
  'reorder.help':
    'Press Space to lift, the arrow keys to move, Space to put down, Escape to leave it where it was.',
  'reorder.lifted': '{name} lifted, place {place} of {total}.',
  'reorder.moved': '{name}, place {place} of {total}.',
  'reorder.dropped': '{name} put down, place {place} of {total}.',
  'reorder.cancelled': '{name} stays at place {place} of {total}.',

  'serving.first': '{name} is asked first',
  'serving.ready': '{count, plural, one {# account is ready} other {# accounts are ready}}',
  'serving.back': '{name} is back in {in}',
  'serving.lastResort':
    '{name} was set aside after failures and is asked all the same, since nobody else is ready.',
  'serving.allResting': 'All resting',
  'serving.nobody': 'Nobody can serve',
  'serving.needsYou': 'Every account below says what it waits for.',

  'health.ready': 'Ready',

  'kind.subscription': 'Claude subscription',
  'kind.plan': 'Claude {plan}',
  'kind.setupToken': 'Setup token',
  'kind.bearerToken': 'Bearer token',
  'kind.apiKey': 'API key',

  'window.unknown': 'Not known',
  'window.resets': 'resets {at}',
  'window.startedAnew': 'started anew',
  'window.readAt': 'The {limit}, as last heard {ago}',

  'token.renews': 'Signs itself in again by {at}',
  'token.renewalDue': 'Signing itself in again is due',
  'token.setupEnds': 'Setup token ends in {in}, on {day}',
  'token.setupEnded': 'Setup token has ended',

  'usage.none': 'No requests yet',
  'usage.requests':
    '{today, plural, =0 {No requests today} one {# request today} other {# requests today}}, {total, number} in all',
  'usage.open': '{count, plural, one {# request under way} other {# requests under way}}',

  'fact.hours': 'Serves {hours}',
  'fact.cap': 'At most {count} at once',
  'fact.proxy': 'Through {address}',
  'fact.direct': 'Without a proxy',

  'empty.title': 'No accounts yet',
  'empty.sentence':
    'Your accounts will stand here in the order in which Rota asks them. Add one to begin; a second one takes over when the first one rests.',
  'empty.readOnly':
    'The settings file {file} names no accounts. Add some there; Rota takes over what you save.',
  'empty.add': 'Add your first account',

  'rename.title': 'Rename account',
  'rename.name': 'Name',
  'rename.hint': 'Only how it is shown. Its sign-in and its history stay.',

  'replaceKey.title': 'Replace the key of {name}',
  'replaceKey.sentence': 'Its name, its place and its history stay.',
  'replaceKey.save': 'Replace key',

  'proxy.title': 'Proxy of {name}',
  'proxy.sentence': 'How this account reaches its provider. Requests that are under way end as they began.',
  'proxy.way': 'Way',
  'proxy.system': 'As the system',
  'proxy.direct': 'Direct',
  'proxy.own': 'Own proxy',
  'proxy.address': 'Address',
  'proxy.addressHint': 'http, https or socks5, with name and password where it asks for them.',

  'hours.title': 'Hours and cap of {name}',
  'hours.when': 'When it serves',
  'hours.always': 'Always',
  'hours.only': 'In these hours',
  'hours.from': 'From',
  'hours.to': 'To',
  'hours.hint': 'By this computer’s clock, every day; it may run over midnight. Others serve outside.',
  'hours.cap': 'Requests at once, at most',
  'hours.capHint': 'Further requests go to the next account. Empty for no cap.',

  'removed.sentence': '{name} was removed.',
  'removed.undo': 'Undo',

  'notice.label': 'Notices',
  'notice.vault-set-aside': 'The file with your sign-ins and keys was damaged.',
  'notice.vault-set-aside.unknown':
    'Rota put it aside as {file} and began a new one. Accounts that have lost theirs say so below: sign in again, or enter the key again.',
  'notice.vault-set-aside.lost':
    'Rota put it aside as {file} and began a new one. {lost, plural, =0 {Nothing was lost.} one {# account has lost its sign-in or key and says so below: sign in again, or enter the key again.} other {# accounts have lost their sign-ins or keys and say so below: sign in again, or enter the keys again.}}',
  'notice.vault-missing': 'The file with your sign-ins and keys was missing.',
  'notice.vault-missing.restored': '{file} was gone when Rota started, and its spare copy took its place.',
  'notice.vault-missing.gone':
    '{file} and its spare copy were gone when Rota started, and an empty one took its place. If you have a backup of it, quit Rota, put it back, and start again. Else go on from here, and connect Claude Code again: the client key is a new one.',
  'notice.vault-missing.unknown':
    'Accounts that have lost theirs say so below: sign in again, or enter the key again.',
  'notice.vault-missing.lost':
    '{lost, plural, =0 {No account has lost anything.} one {# account has lost its sign-in or key and says so below: sign in again, or enter the key again.} other {# accounts have lost their sign-ins or keys and say so below: sign in again, or enter the keys again.}}',
  'notice.sign-ins-unsaved': 'Renewed sign-ins could not be written to disk.',
  'notice.sign-ins-unsaved.detail':
    '{names}: Rota goes on with them and keeps trying to write. Make room on the disk, and do not quit Rota before this notice is gone, or you will have to sign in again.',
  'notice.settings-refused': 'The changed settings file has a mistake.',
  'notice.settings-refused.detail': 'The last good settings stay in force until you mend it.',
  'notice.offline': 'This computer seems to be offline.',
  'notice.offline.detail':
    '{host} cannot be reached. Your accounts are not to blame; Rota tries again with every request. Check the network, and the proxy where you use one.',
  'notice.history-set-aside': 'The usage history was unusable.',
  'notice.history-set-aside.kept':
    'Rota put it aside as {file} and began a new one. Requests are not concerned; you can delete the old file.',
  'notice.history-set-aside.gone': 'Rota began a new one. Requests are not concerned.',
  'notice.history-unavailable': 'The usage history cannot be written.',
  'notice.history-unavailable.detail':
    'Requests go on, but what they use is not recorded ({code}). Check whether the disk is full or the data folder is read-only.',
  'notice.restart-needed': 'A changed address waits for the next start.',
  'notice.restart-needed.detail':
    'Until then Rota serves at the old one. Quit and start it when it suits you, then connect Claude Code again.',
  'notice.blocked': 'A provider turned a request away.',
  'notice.blocked.detail':
    '{host} refused because of a firewall, region or policy. No account is to blame, and Rota passed the answer on. Another network or proxy often helps.',
} as const;
