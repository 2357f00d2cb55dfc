import { fail, ok } from '../../lib/result.ts';
import type { Secret } from '../../lib/secret.ts';
import { failStart } from '../../lib/start-failure.ts';
import type { KeyStore } from '../key-store.ts';
import { masterKeyFromText } from '../master-key.ts';

export const MASTER_KEY_VARIABLE = 'ROTA_MASTER_KEY';

/**
 * The master key that the environment gives, for machines with a secret manager of their own. The shell hands
 * the variable's text in; null when it is not set. The store can write nothing but the key that it has.
 */
export function createEnvKeyStore(text: Secret | null): KeyStore {
  const read: KeyStore['read'] = async () => {
    if (text === null || text.reveal().trim() === '') {
      return failStart('unavailable', 'keyStore.notSet');
    }
    const key = masterKeyFromText(text.reveal());
    return key ? ok(key) : failStart('invalid', 'keyStore.notBase64');
  };
  return {
    kind: 'env',
    name: MASTER_KEY_VARIABLE,
    read,
    async write(key) {
      const given = await read(key.id);
      if (!given.ok) return given;
      return given.value?.id === key.id
        ? ok(undefined)
        : fail('unavailable', `${MASTER_KEY_VARIABLE} is set from outside; Rota cannot change it.`);
    },
    remove: async () => ok(undefined),
  };
}
