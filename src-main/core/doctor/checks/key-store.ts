import { type Check, type DoctorSay, failed, fine, skipped, type Verdict } from '../check.ts';

/** Where the master key is; `none` before the first start, `damaged` where the record of it cannot be read. */
export type KeyPlace = 'keychain' | 'file' | 'env' | 'memory' | 'none' | 'damaged';

export function keyStoreCheck(place: () => Promise<KeyPlace>): Check {
  return {
    id: 'key-store',
    checked: (say) => say('keyStore.checked'),
    look: async (say) => judgeKeyStore(await place(), say),
  };
}

export function judgeKeyStore(place: KeyPlace, say: DoctorSay): Verdict {
  switch (place) {
    case 'keychain':
    case 'file':
    case 'env':
      return fine(say(`keyStore.${place}`));
    case 'memory':
    case 'none':
      return skipped(say(`keyStore.${place}`));
    case 'damaged':
      return failed(say('keyStore.damaged'), say('keyStore.remedyDamaged'));
  }
}
