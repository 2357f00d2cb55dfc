import type { Disk } from '../../../src-main/core/lib/disk.ts';
import { silentLogger } from '../../../src-main/core/logging/logger.ts';
import { generateMasterKey, type MasterKey } from '../../../src-main/core/vault/master-key.ts';
import type { OpenVault } from '../../../src-main/core/vault/open-vault.ts';
import { openVault } from '../../../src-main/core/vault/open-vault.ts';
import type { TokenSetRecord, VaultRecord } from '../../../src-main/core/vault/vault-port.ts';
import { ManualClock } from '../manual-clock.ts';
import { HashedRandom } from './hashed-random.ts';

const NOON = Date.UTC(2026, 10, 22, 12, 0, 0);

/** A key of a client; `value` tells one record from another. */
export const clientKey = (value: string): VaultRecord => ({ kind: 'client-key', value, createdAt: NOON });

/** A token set with everything in it. */
export const tokenSet = (accessToken: string): TokenSetRecord => ({
  kind: 'token-set',
  oauthProvider: 'anthropic',
  accessToken,
  refreshToken: `refresh of ${accessToken}`,
  expiresAt: NOON + 28_800_000,
  refreshTokenExpiresAt: null,
  scopes: ['user:inference', 'user:profile'],
  identity: {
    email: 'main@example.com',
    accountUuid: 'a-1',
    organizationUuid: null,
    organizationName: 'Müller & Söhne 有限公司',
    subscription: 'max',
    rateLimitTier: null,
  },
  signedInAt: NOON,
  rotatedAt: NOON,
});

export const testRandom = new HashedRandom('vault tests');
export const testKey: MasterKey = generateMasterKey(new HashedRandom('master key'));
export const otherKey: MasterKey = generateMasterKey(new HashedRandom('another master key'));

/** Opens the vault of `folder` with the test's key, or the given ones. */
export const openTestVault = (
  folder: string,
  keys: readonly [MasterKey, ...MasterKey[]] = [testKey],
  disk?: Disk,
) =>
  openVault({
    folder,
    keys,
    clock: new ManualClock(NOON),
    random: testRandom,
    logger: silentLogger,
    ...(disk && { disk }),
  });

/** As `openTestVault`, for the tests in which that must work. */
export async function openedVault(
  folder: string,
  keys?: readonly [MasterKey, ...MasterKey[]],
): Promise<OpenVault> {
  const opened = await openTestVault(folder, keys);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}
