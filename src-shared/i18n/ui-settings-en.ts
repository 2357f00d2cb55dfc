/** The settings page in English. */
export const uiSettingsEn = {
  'settings.title': 'Settings',
  'settings.sentence':
    'How Rota looks, what it keeps and what it tells you. A change holds at once, unless it says otherwise.',
  'settings.save': 'Save',
  'settings.off': 'Off',

  'settings.look': 'Appearance',
  'settings.lookSentence': 'Kept in this window only.',
  'settings.theme': 'Theme',
  'settings.theme.system': 'As the system',
  'settings.theme.light': 'Light',
  'settings.theme.dark': 'Dark',
  'settings.language': 'Language',
  'settings.language.system': 'As the browser',

  'settings.app': 'App',
  'settings.startAtLogin': 'Start at login',
  'settings.startAtLoginSentence': 'Rota then stands in the tray before Claude Code asks for it.',
  'settings.noStartAtLogin':
    'Rota runs without a desktop here. Your system’s service manager can start it by “rota start”.',
  'settings.noStartAtLoginApp': 'This system offers no way to start Rota at login.',
  'settings.update': 'Look for a newer version',
  'settings.updateThere': 'Version {version} is there. It is downloaded only when you ask for it.',
  'settings.updateNone': 'This is the newest version.',

  'settings.gateway': 'Gateway',
  'settings.port': 'Port',
  'settings.portHint':
    'In force after the next start. Connected settings files are shown as out of date then.',
  'settings.polling': 'Ask providers how full the limits are',
  'settings.pollingSentence':
    'A few times an hour, for accounts that have served nothing lately. Without it Rota knows only what answers tell.',
  'settings.otlp': 'Send metrics to',
  'settings.otlpHint':
    'The address of an OpenTelemetry collector that takes OTLP over HTTP. Empty: nothing is sent.',

  'settings.notifications': 'Notifications',
  'settings.notificationsSentence': 'Few, and none twice for the same cause.',
  'settings.noNotifications': 'Rota runs without a desktop here and shows none.',
  'settings.notify.signInNeeded': 'A sign-in is needed',
  'settings.notify.allResting': 'All accounts are resting, and when the next is back',
  'settings.notify.switched': 'Another account than the first took over',
  'settings.notify.windowFilling': 'A limit is used to 80 % or 95 %',
  'settings.notify.tokenEnding': 'A token ends soon that cannot renew itself',

  'settings.history': 'Usage history',
  'settings.historySentence': 'Numbers only, never a prompt. What is older goes by itself.',
  'settings.keepRequests': 'Keep single requests for',
  'settings.keepDays': 'Keep daily sums for',
  'settings.days': 'days',
  'settings.maxBytes': 'At most',
  'settings.megabytes': 'MB',

  'settings.logs': 'Logs',
  'settings.logsSentence': 'What Rota did, without prompts, answers and keys.',
  'settings.logLevel': 'How much is written',
  'settings.logLevel.error': 'Only errors',
  'settings.logLevel.warn': 'Errors and warnings',
  'settings.logLevel.info': 'The usual',
  'settings.logLevel.debug': 'Much',
  'settings.logLevel.trace': 'Everything',
  'settings.showLog': 'Show the log',
  'settings.hideLog': 'Hide the log',
  'settings.openLogs': 'Open the folder',
  'settings.shownLevel': 'Lines shown',
  'settings.shownLevel.trace': 'All lines',
  'settings.shownLevel.info': 'No details',
  'settings.shownLevel.warn': 'Errors and warnings',
  'settings.noLines': 'No lines of that kind.',
  'settings.log': 'Log, newest first',

  'settings.data': 'Data',
  'settings.dataFolder': 'Data folder',
  'settings.openFolder': 'Open',
  'settings.export': 'Export settings',
  'settings.import': 'Import settings…',
  'settings.exportSentence':
    'A YAML file without any key or sign-in. Files of llm-gateway and of Claude Code Provider Balancer can be read in as well.',

  'import.title': 'Import {file}',
  'import.unchanged': 'Everything in this file is there already.',
  'import.accountsAdded': 'Accounts that are added',
  'import.accountsThere': 'Accounts that are there already',
  'import.routesAdded': 'Model routes that are added',
  'import.secrets':
    '{count, plural, one {# key goes} other {# keys go}} from the file into Rota’s encrypted store.',
  'import.warnings': 'Good to know',
  'import.terms':
    'Subscription accounts stay off until you have read the note on the vendor’s terms, on the accounts page.',
  'import.apply': 'Import',
  'import.done': 'Imported',
  'import.unreadable': 'This file cannot be read.',
  'import.tooLarge': 'This file is larger than 4 MB, so it is no settings file.',

  'settings.terms': 'Subscription accounts',
  'settings.termsNotAccepted':
    'You have not accepted the note on the vendor’s terms. Subscription sign-in stays off; API keys and other providers are not concerned.',
  'settings.termsAccepted': 'You accepted the note on the vendor’s terms on {date}.',
  'settings.termsInFile': 'The note on the vendor’s terms is accepted in the settings file.',
  'settings.readTerms': 'Read the note',
  'settings.withdraw': 'Withdraw…',
  'withdraw.title': 'Withdraw your acceptance?',
  'withdraw.sentence':
    'All subscription accounts stop serving at once. Their sign-ins are kept, so you can change your mind.',
  'withdraw.confirm': 'Withdraw',

  'settings.keep': 'Keys and help',
  'settings.rotate': 'Replace the client key…',
  'settings.rotateSentence':
    'The key that Claude Code shows to Rota. Replace it when somebody else has seen it.',
  'rotate.title': 'Replace the client key?',
  'rotate.sentence':
    'The present one stops working at once. Settings files that Rota connected get the new one, or are shown as out of date on the page Connect; lines that you copied must be copied again.',
  'rotate.confirm': 'Replace',
  'rotate.done': 'The client key was replaced.',
  'settings.masterKey': 'Replace the master key…',
  'settings.masterKeySentence':
    'The key that opens Rota’s encrypted store of sign-ins and keys. Replace it when somebody else may have seen it.',
  'masterKey.title': 'Replace the master key?',
  'masterKey.sentence':
    'Rota encrypts its store anew and removes the present key. Nothing is lost: sign-ins and keys stay as they are, and requests go on meanwhile. Copies of the data folder that you made before may not open any more.',
  'masterKey.confirm': 'Replace',
  'masterKey.done': 'The master key was replaced. All sign-ins and keys are still there.',
  'settings.report': 'Write a report',
  'settings.reportSentence':
    'A file for a bug report: versions, settings, states and logs, without keys, prompts and email addresses. It stays on this computer.',
  'settings.reportFile': 'the report’s path',
  'settings.reportWritten': 'Written to {file}',
  'settings.reset': 'Reset settings…',
  'settings.resetSentence': 'Everything on this page back to how it was at first.',
  'reset.title': 'Reset settings?',
  'reset.sentence': 'General settings go back to their defaults. Accounts, routes, sign-ins and keys stay.',
  'reset.confirm': 'Reset',
  'reset.done': 'The settings are as they were at first.',

  'settings.about': 'About',
  'settings.version': 'Version',
  'settings.address': 'Address',
  'settings.file': 'Settings file',
  'settings.ownFile': 'Rota’s own',
} as const;
