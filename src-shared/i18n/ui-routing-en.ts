/** The routing page in English. */
export const uiRoutingEn = {
  'routing.title': 'Routing',
  'routing.sentence': 'Which accounts may serve which models, in which order, and who would serve one now.',
  'routing.add': 'Add route',
  'routing.routes': 'Model routes',
  'routing.routesSentence':
    'A model takes the narrowest route that matches its name; one without a route uses all accounts in order.',
  'routing.emptyTitle': 'No routes yet',
  'routing.emptySentence':
    'Every account serves every model, in the order of the accounts page. A route gives some models an order of their own, for instance Opus only where there is plenty of it.',
  'routing.emptyReadOnly':
    'Every account serves every model, in the order of the settings file. Routes are written there.',

  'route.more': 'More for the route {pattern}',
  'route.edit': 'Edit…',
  'route.addAccounts': 'Add accounts…',
  'route.remove': 'Remove…',
  'route.list': 'Accounts of the route {pattern}',
  'route.nobody': 'No account is in this route, so nobody serves these models.',
  'route.addTitle': 'Add route',
  'route.editTitle': 'Edit route',
  'route.pattern': 'Model name',
  'route.patternHint': 'A star stands for any text, for instance *opus* or claude-haiku-*.',
  'route.patternTaken': 'There is a route {pattern} already. Edit that one, or write another name.',
  'route.strategy': 'Order among its accounts',
  'route.strategySame': 'As for all models: {strategy}',
  'route.accounts': 'Accounts that serve it',
  'route.orderLater': 'They stand in your order; drag them into another one afterwards.',
  'route.addTo': 'Add accounts to {pattern}',
  'route.addPicked': 'Add',
  'route.allThere': 'Every account is in this route already.',
  'route.removeTitle': 'Remove the route {pattern}?',
  'route.removeSentence':
    'Its models are then served by the next route that matches, else by all accounts in order. No account is removed.',
  'route.removeConfirm': 'Remove route',

  'candidate.more': 'More for {name} in {pattern}',
  'candidate.up': 'Move up',
  'candidate.down': 'Move down',
  'candidate.rename': 'Model name to send…',
  'candidate.moveTo': 'Move to {pattern}',
  'candidate.remove': 'Take out of this route',
  'candidate.sentAs': 'sent as {model}',
  'candidate.missing': 'No account of this name',
  'candidate.several': '{count, plural, one {# account} other {# accounts}}',
  'candidate.renameTitle': 'Model name to send',
  'candidate.renameField': 'Model name',
  'candidate.renameHint':
    '{name} gets this name instead of the one that Claude Code asks for. Empty: the name stays as it is.',

  'strategy.title': 'Order among accounts',
  'strategy.sentence': 'For every model whose route says nothing else.',
  'strategy.legend': 'Who is asked first',
  'strategy.priority': 'In your order',
  'strategy.priority.sentence': 'The first account serves as long as it can; the others stand by.',
  'strategy.round_robin': 'In turns',
  'strategy.round_robin.sentence': 'Every new session begins with the next account.',
  'strategy.least_used': 'Least used first',
  'strategy.least_used.sentence': 'A new session goes where the next limit is used least.',
  'strategy.soonest_reset': 'Soonest reset first',
  'strategy.soonest_reset.sentence':
    'A new session goes where the week ends soonest, so that little is left unused.',
  'affinity.label': 'A session stays with its account',
  'affinity.sentence':
    'Its prompt cache lives there: answers come sooner and use less of the limit. It moves only when the account cannot serve.',

  'explain.title': 'Which account would serve…?',
  'explain.sentence':
    'Nobody is asked and nothing changes; the answer follows your accounts as they are now.',
  'routing.model': 'Model',
  'routing.modelHint': 'The name that Claude Code sends. Empty stands for a request without one.',
  'routing.key': 'Client key',
  'routing.keyNone': 'The key of this installation',

  'plan.nobody': 'Nobody would serve it now',
  'plan.chosen': '{name} would serve it',
  'plan.route': 'By the model route {route}.',
  'plan.noRoute': 'No model route names it, so all accounts serve in order.',
  'plan.renamed': 'Sent as {model}.',
  'verdict.chosen': 'Asked first',
  'verdict.next': 'Asked next',
  'verdict.passed-over': 'Passed over',
} as const;
