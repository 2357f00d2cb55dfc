import { assertNever } from '../../../../src-shared/lib/assert-never.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Random } from '../../lib/random.ts';
import type { Secret } from '../../lib/secret.ts';
import type { Logger } from '../../logging/logger.ts';
import type { KeyStoreChoice } from '../choose-key-store.ts';
import type { KeyStore } from '../key-store.ts';
import { createEnvKeyStore } from './env-key-store.ts';
import { createFileKeyStore } from './file-key-store.ts';
import { createKeychainKeyStore } from './keychain-key-store.ts';

export interface KeyStoreParts {
  readonly folder: string;
  /** Name under which the system keychain files the entries; `settings.oauth.service_name`. */
  readonly service: string;
  /** The text of `ROTA_MASTER_KEY`; null when it is not set. */
  readonly masterKeyText: Secret | null;
  readonly platform: NodeJS.Platform;
  /** The user that runs this process; null on Windows. */
  readonly uid: number | null;
  readonly clock: Pick<Clock, 'after'>;
  readonly random: Pick<Random, 'bytes'>;
  readonly logger: Logger;
}

/** The key store that the user chose. */
export function createKeyStore(choice: KeyStoreChoice, parts: KeyStoreParts): KeyStore {
  switch (choice) {
    case 'keychain':
      return createKeychainKeyStore(parts);
    case 'file':
      return createFileKeyStore(parts);
    case 'env':
      return createEnvKeyStore(parts.masterKeyText);
    default:
      return assertNever(choice);
  }
}
