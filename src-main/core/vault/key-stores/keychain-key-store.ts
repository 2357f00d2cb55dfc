import type { Clock } from '../../lib/clock.ts';
import type { Random } from '../../lib/random.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { failStart } from '../../lib/start-failure.ts';
import { withinTimeLimit } from '../../lib/time-limit.ts';
import type { KeyStore, KeyStoreFailure } from '../key-store.ts';
import { masterKeyFromText, masterKeyToText } from '../master-key.ts';
import { type ImportPackage, type KeychainBackend, loadKeychainBackend } from './keychain-backend.ts';

/** A person may have to find a prompt and type a password. */
const DEFAULT_CALL_LIMIT_MS = 20_000;

const PROBE_ID_BYTES = 8;

/**
 * What the backends' errors say when a prompt was needed and not answered (Secret Service, macOS). Whole words:
 * D-Bus says of a service that does not answer that a policy may have "blocked" it.
 */
const LOCKED_ERROR = /\b(dismissed|locked|cancell?ed)\b|interaction is not allowed/i;

export interface KeychainKeyStoreOptions {
  /** Under which name the entries are filed, usually `rota`. */
  readonly service: string;
  readonly platform: NodeJS.Platform;
  readonly clock: Pick<Clock, 'after'>;
  readonly random: Pick<Random, 'bytes'>;
  /** Longest wait for one call of the keychain, in ms; 20 s where absent. */
  readonly callLimitMs?: number;
  readonly importPackage?: ImportPackage;
}

/**
 * The system keychain. Each key has an entry named after its id, so data folders do not overwrite each other's
 * keys and a rotation never has to replace one.
 */
export function createKeychainKeyStore(options: KeychainKeyStoreOptions): KeyStore {
  const { service, platform, clock, random, callLimitMs = DEFAULT_CALL_LIMIT_MS } = options;
  const importPackage = options.importPackage ?? ((name) => import(/* @vite-ignore */ name));

  /** One call of the keychain, with its time limit and its errors in words. */
  async function ask<T>(
    question: (backend: KeychainBackend) => Promise<T>,
  ): Promise<Result<T, KeyStoreFailure>> {
    const backend = await loadKeychainBackend(platform, service, importPackage);
    if (!backend.ok) return backend;
    try {
      const answer = await withinTimeLimit(question(backend.value), callLimitMs, clock);
      if (!answer.timedOut) return ok(answer.value);
      const seconds = Math.ceil(callLimitMs / 1000);
      return failStart('timeout', 'keyStore.silent', { seconds });
    } catch (error) {
      // The text of the error may name entries and paths, so it decides the code and goes no further.
      return LOCKED_ERROR.test(error instanceof Error ? error.message : '')
        ? failStart('locked', 'keyStore.locked')
        : notAnswering(platform);
    }
  }

  /**
   * Writes an entry, reads it back and removes it. Only a store that passes may say that it holds nothing: a
   * Secret Service without a keyring, and keytar before a locked one, answer every question with "nothing".
   */
  async function probe(): Promise<Result<void, KeyStoreFailure>> {
    const account = `probe-${Buffer.from(random.bytes(PROBE_ID_BYTES)).toString('hex')}`;
    const written = await ask((backend) => backend.set(account, account));
    if (!written.ok) return written;
    const stored = await ask((backend) => backend.get(account));
    if (!stored.ok) return stored;
    await ask((backend) => backend.delete(account)); // a probe that stays behind harms nobody
    return stored.value === account ? ok(undefined) : notAnswering(platform);
  }

  return {
    kind: 'keychain',
    name: `the system keychain (service "${service}")`,

    async read(wanted) {
      if (wanted !== null) {
        const stored = await ask((backend) => backend.get(accountOf(wanted)));
        if (!stored.ok) return stored;
        if (stored.value !== null) {
          const key = masterKeyFromText(stored.value);
          return key?.id === wanted
            ? ok(key)
            : fail(
                'invalid',
                `The keychain entry "${accountOf(wanted)}" does not hold the key that it names.`,
              );
        }
      }
      const works = await probe();
      return works.ok ? ok(null) : works;
    },

    async write(key) {
      const text = masterKeyToText(key);
      const written = await ask((backend) => backend.set(accountOf(key.id), text));
      if (!written.ok) return written;
      const stored = await ask((backend) => backend.get(accountOf(key.id)));
      if (!stored.ok) return stored;
      return stored.value === text ? ok(undefined) : notAnswering(platform);
    },

    async remove(id) {
      const removed = await ask((backend) => backend.delete(accountOf(id)));
      return removed.ok ? ok(undefined) : removed;
    },
  };
}

const accountOf = (keyId: string) => `master-key-${keyId}`;

function notAnswering(platform: NodeJS.Platform) {
  return platform === 'linux'
    ? failStart('unavailable', 'keyStore.noSecretService')
    : failStart('unavailable', 'keyStore.refused');
}
