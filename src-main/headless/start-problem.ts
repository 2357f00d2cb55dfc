import type { Locale } from '../../src-shared/i18n/locale.ts';
import type { RotaError } from '../core/lib/result.ts';
import { errorText, startText } from '../core/lib/start-failure.ts';
import { portOwner } from './port-owner.ts';

/** What kept `rota start` from starting, in one sentence; a port in use with the program that has it, where it can be told. */
export function startProblem(error: RotaError, locale: Locale): string {
  const taken = error.code === 'port-in-use' ? /^Port (\d+) on (\S+) /.exec(error.message) : null;
  const [port, host] = [Number(taken?.[1]), taken?.[2] ?? ''];
  const owner = taken === null ? null : portOwner(port);
  return owner === null ? errorText(error, locale) : startText('port.inUseBy', { port, host, owner })[locale];
}
