import { ok, type Result } from '../lib/result.ts';
import { failStart, startText } from '../lib/start-failure.ts';
import type { KeyStoreRecord } from './key-store-record.ts';

/** The key stores that a user may choose; what they are called in `ROTA_KEY_STORE`. */
export type KeyStoreChoice = KeyStoreRecord['store'];

const DEFAULT_CHOICE: KeyStoreChoice = 'keychain';

const CHOICES: readonly KeyStoreChoice[] = ['keychain', 'file', 'env'];

/** Reads `ROTA_KEY_STORE` or its option; null when it is not set. */
export function parseKeyStoreChoice(
  text: string | undefined,
): Result<KeyStoreChoice | null, 'unknown-key-store'> {
  if (text === undefined || text === '') return ok(null);
  const choice = CHOICES.find((one) => one === text);
  return choice === undefined ? failStart('unknown-key-store', 'keyStore.unknown') : ok(choice);
}

/** The store to use: the recorded one, else the one asked for, else the keychain. Never changes by itself. */
export function chooseKeyStore(
  requested: KeyStoreChoice | null,
  recorded: KeyStoreChoice | null,
  folder: string,
): Result<KeyStoreChoice, 'key-store-changed'> {
  if (recorded === null) return ok(requested ?? DEFAULT_CHOICE);
  if (requested === null || requested === recorded) return ok(recorded);
  return failStart('key-store-changed', 'keyStore.changed', {
    folder,
    recorded: startText(`keyStore.${recorded}`),
    requested: startText(`keyStore.${requested}`),
    choice: requested,
  });
}
