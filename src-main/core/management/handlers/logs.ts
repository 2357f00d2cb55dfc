import type { doctorProcedures } from '../../../../src-shared/contract/doctor.ts';
import { ok } from '../../lib/result.ts';
import type { HandlersOf } from '../dispatch.ts';
import type { ManagementServices } from '../services.ts';

/** What the log said lately. */
export function logHandlers({
  logs,
  shell,
}: Pick<ManagementServices, 'logs' | 'shell'>): HandlersOf<Pick<typeof doctorProcedures, 'logs.recent'>> {
  return {
    'logs.recent': (query) => ok({ lines: [...logs.recent(query)], folder: shell.logFolder }),
  };
}
