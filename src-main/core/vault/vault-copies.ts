/**
 * The vault on disk: `vault.rota`, and `vault.bak` that follows it after every change. Both are whole at
 * every moment, so the copy serves only where the disk itself, or a person, damaged the first.
 */
import { join } from 'node:path';
import type { Localized } from '../../../src-shared/i18n/localized.ts';
import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import { readFileLimited } from '../lib/atomic-file.ts';
import type { Disk } from '../lib/disk.ts';
import { failLocalized } from '../lib/localized-failure.ts';
import { type Failure, ok, type Result } from '../lib/result.ts';
import { failStart, sentenceOf, startText } from '../lib/start-failure.ts';
import { MAX_ENVELOPE_BYTES, open, sealedWith } from './envelope.ts';
import type { MasterKey } from './master-key.ts';
import { decodeContent, type VaultContent } from './vault-content.ts';

export const VAULT_FILE = 'vault.rota';
export const VAULT_COPY = 'vault.bak';
export const VAULT_PURPOSE = 'rota vault';

/** One of the two files as it was found. */
export type FoundFile =
  | { readonly state: 'absent' }
  | {
      readonly state: 'good';
      readonly envelope: Uint8Array;
      readonly key: MasterKey;
      readonly content: VaultContent;
    }
  /** Not what was written. */
  | { readonly state: 'damaged'; readonly problem: Localized }
  /** Whole, but the key with this id is not at hand. */
  | { readonly state: 'locked'; readonly keyId: string; readonly problem: Localized }
  /** Written by a newer version, or the disk refuses to read it. */
  | { readonly state: 'closed'; readonly code: ClosedCode; readonly problem: Localized };

type ClosedCode = 'vault-newer' | 'vault-unreadable';

/** Why a vault was not opened; in every case both files stay as they are. */
export type VaultRefusal = ClosedCode | 'wrong-master-key' | 'vault-damaged';

/** Which of the two files the vault is opened from. */
export type CopyChoice =
  | { readonly use: 'nothing' }
  | { readonly use: 'file'; readonly file: FoundFile & { state: 'good' } }
  | {
      readonly use: 'copy';
      readonly file: FoundFile & { state: 'good' };
      readonly because: 'missing' | 'damaged';
    };

/**
 * Decides between the two. The copy stands in for a file that is damaged or gone. It never does for one that
 * is whole and cannot be opened: that is the newest state, and the key for it may yet be found.
 */
export function chooseCopy(file: FoundFile, copy: FoundFile): Result<CopyChoice, VaultRefusal> {
  switch (file.state) {
    case 'good':
      return ok({ use: 'file', file });
    case 'locked':
      return failLocalized('wrong-master-key', file.problem);
    case 'closed':
      return failLocalized(file.code, file.problem);
    case 'absent':
    case 'damaged':
      break;
    default:
      return assertNever(file);
  }
  switch (copy.state) {
    case 'good':
      return ok({ use: 'copy', file: copy, because: file.state === 'absent' ? 'missing' : 'damaged' });
    case 'locked':
      return failLocalized('wrong-master-key', copy.problem);
    case 'closed':
      return failLocalized(copy.code, copy.problem);
    case 'absent':
      return file.state === 'absent' ? ok({ use: 'nothing' }) : refuseDamaged(file.problem);
    case 'damaged':
      return refuseDamaged(file.state === 'damaged' ? file.problem : copy.problem);
    default:
      return assertNever(copy);
  }
}

/** Reads one of the files and opens it with whichever of `keys` it was sealed with. */
export async function inspectFile(path: string, keys: readonly MasterKey[], disk: Disk): Promise<FoundFile> {
  const file = await readFileLimited(path, MAX_ENVELOPE_BYTES, disk);
  if (!file.ok) {
    return file.error.code === 'too-large'
      ? { state: 'damaged', problem: sentenceOf(file.error) }
      : { state: 'closed', code: 'vault-unreadable', problem: sentenceOf(file.error) };
  }
  if (file.value === null) return { state: 'absent' };
  const envelope = file.value;

  const keyId = sealedWith(envelope);
  if (!keyId.ok) {
    return keyId.error.code === 'newer-version'
      ? { state: 'closed', code: 'vault-newer', problem: inFile(path, keyId.error) }
      : { state: 'damaged', problem: inFile(path, keyId.error) };
  }
  const key = keys.find(({ id }) => id === keyId.value);
  if (!key) {
    const problem = startText('vault.otherKey', { path, id: keyId.value });
    return { state: 'locked', keyId: keyId.value, problem };
  }
  const plaintext = open(envelope, key, VAULT_PURPOSE);
  if (!plaintext.ok) return { state: 'damaged', problem: inFile(path, plaintext.error) };
  const content = decodeContent(plaintext.value);
  plaintext.value.fill(0);
  return content.ok
    ? { state: 'good', envelope, key, content: content.value }
    : { state: 'closed', code: 'vault-newer', problem: inFile(path, content.error) };
}

/**
 * Ids of the master keys that a folder's vault needs, that of `vault.rota` first; empty where there is no
 * vault. Fails where no key would help.
 */
export async function findNeededKeys(
  folder: string,
  disk: Disk,
): Promise<Result<readonly string[], VaultRefusal>> {
  const file = await inspectFile(join(folder, VAULT_FILE), [], disk);
  const copy = await inspectFile(join(folder, VAULT_COPY), [], disk);
  const keyIds = [file, copy].flatMap((found) => (found.state === 'locked' ? [found.keyId] : []));
  if (keyIds.length > 0) return ok([...new Set(keyIds)]);
  const choice = chooseCopy(file, copy);
  return choice.ok ? ok([]) : choice;
}

function refuseDamaged(problem: Localized): Result<never, 'vault-damaged'> {
  return failStart('vault-damaged', 'vault.damaged', { problem });
}

function inFile(path: string, failure: Failure): Localized {
  return startText('vault.inFile', { path, problem: sentenceOf(failure) });
}
