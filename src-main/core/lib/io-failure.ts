import type { Localized } from '../../../src-shared/i18n/localized.ts';
import { startWordsEn } from '../../../src-shared/i18n/start-words-en.ts';
import { type StartWordId, startText } from './start-failure.ts';

/** The operating system's code of an error, e.g. `ENOSPC`; null when it is no system error. */
export function errorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** Why a file operation failed, as the end of a sentence: words where the code is a usual one, else the code alone. */
export function ioReason(error: unknown): string {
  return ioReasonIn(error).en;
}

/** As `ioReason`, in every language. */
export function ioReasonIn(error: unknown): Localized {
  const code = errorCode(error);
  if (code === null) return startText('io.unexpected');
  const id = `io.${code}`;
  return isIoWord(id)
    ? startText('io.known', { words: startText(id), code })
    : startText('io.code', { code });
}

function isIoWord(id: string): id is StartWordId & `io.E${string}` {
  return id.startsWith('io.E') && Object.hasOwn(startWordsEn, id);
}
