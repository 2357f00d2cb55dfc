import { fail, ok, type Result } from '../lib/result.ts';
import type { KeyStoreRecord } from './key-store-record.ts';

/** The key stores that a user may choose; what they are called in `ROTA_KEY_STORE`. */
export type KeyStoreChoice = KeyStoreRecord['store'];

const DEFAULT_CHOICE: KeyStoreChoice = 'keychain';

const PLACES: Readonly<Record<KeyStoreChoice, string>> = {
  keychain: 'the system keychain',
  file: 'a key file in the data folder',
  env: 'ROTA_MASTER_KEY',
};

/** Reads `ROTA_KEY_STORE` or its option; null when it is not set. */
export function parseKeyStoreChoice(
  text: string | undefined,
): Result<KeyStoreChoice | null, 'unknown-key-store'> {
  if (text === undefined || text === '') return ok(null);
  return Object.hasOwn(PLACES, text)
    ? ok(text as KeyStoreChoice)
    : fail('unknown-key-store', 'ROTA_KEY_STORE must be keychain, file or env.');
}

/** The store to use: the recorded one, else the one asked for, else the keychain. Never changes by itself. */
export function chooseKeyStore(
  requested: KeyStoreChoice | null,
  recorded: KeyStoreChoice | null,
  folder: string,
): Result<KeyStoreChoice, 'key-store-changed'> {
  if (recorded === null) return ok(requested ?? DEFAULT_CHOICE);
  if (requested === null || requested === recorded) return ok(recorded);
  return fail(
    'key-store-changed',
    `The master key of ${folder} is kept in ${PLACES[recorded]} since the first start, and ROTA_KEY_STORE asks for ${PLACES[requested]}. Start without ROTA_KEY_STORE to go on, or stop Rota and move the key with \`rota move-key ${requested}\`.`,
  );
}
