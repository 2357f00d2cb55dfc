import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { LogLevel } from '../logging/log-line.ts';
import type { Logger } from '../logging/logger.ts';
import { Logs } from '../logging/logs.ts';
import type { CorePorts } from '../ports.ts';
import type { SettingsSource } from '../settings/settings.ts';

/** The core's log, before the settings are read; `follow` puts them in charge of its level. */
export interface CoreLogs {
  readonly logs: Logs;
  /** The shell's ports with the core's own logger in the place of the shell's sink. */
  readonly ports: CorePorts;
  /** From now on the level is that of the settings, unless the shell was told one. */
  follow(settings: Pick<SettingsSource, 'current'>): void;
}

/** Until the settings say otherwise. */
const FIRST_LEVEL: LogLevel = 'info';

export function openLogs(shell: CorePorts): CoreLogs {
  let level = (): LogLevel => shell.logLevel ?? FIRST_LEVEL;
  const logs = new Logs({ sink: shell.logger, clock: shell.clock, level: () => level() });
  return {
    logs,
    ports: { ...shell, logger: logs.logger },
    follow(settings) {
      level = () => shell.logLevel ?? settings.current().logLevel;
    },
  };
}

/** Says what became of requests and accounts: what went well only to those who ask for details. */
export function logEvents(bus: Pick<EventBus, 'subscribe'>, logger: Logger): Disposable {
  return bus.subscribe((event) => {
    if (event.kind === 'request-finished') logRequest(event.facts, logger);
    else if (event.kind === 'account-changed') {
      const { accountId, reason } = event;
      if (reason === null) logger.info('An account serves again', { accountId });
      else logger.info('An account serves less or not at all', { accountId, outcome: reason.kind });
    }
  });
}

function logRequest(facts: RequestFacts, logger: Logger): void {
  const isGood = facts.outcome === 'succeeded' || facts.outcome === 'client-aborted';
  logger[isGood ? 'debug' : 'info']('A request ended', {
    requestId: facts.id,
    ...(facts.accountId !== null && { accountId: facts.accountId }),
    model: facts.model,
    status: facts.status,
    outcome: facts.outcome,
    attempts: facts.attempts.length,
    durationMs: Math.round(facts.durationMs),
  });
}
