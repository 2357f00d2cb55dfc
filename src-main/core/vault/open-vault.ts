import { join } from 'node:path';
import { removeLeftoverTemps, setFileAside, writeFileAtomic } from '../lib/atomic-file.ts';
import type { Clock } from '../lib/clock.ts';
import type { Closer } from '../lib/closer.ts';
import { type Disk, systemDisk } from '../lib/disk.ts';
import type { Random } from '../lib/random.ts';
import { type Failure, ok, type Result } from '../lib/result.ts';
import { failAs } from '../lib/start-failure.ts';
import type { Logger } from '../logging/logger.ts';
import type { MasterKey } from './master-key.ts';
import { RecordVault } from './record-vault.ts';
import { type ContentStore, SealedFile } from './sealed-file.ts';
import { EMPTY_VAULT } from './vault-content.ts';
import {
  type CopyChoice,
  chooseCopy,
  type FoundFile,
  inspectFile,
  VAULT_COPY,
  VAULT_FILE,
  type VaultRefusal,
} from './vault-copies.ts';
import type { Vault } from './vault-port.ts';

/** Something that went wrong with the vault and was repaired; the sentence is for the user. */
export type VaultFinding =
  /** The spare copy took the place of `file`. */
  | (Failure<'vault-file-missing'> & { readonly file: string })
  /** The damaged file is kept under the path `setAsideAs`. */
  | (Failure<'vault-file-damaged'> & { readonly setAsideAs: string });

/** A vault that is open until it is closed. Closing waits for the writes that are under way. */
export interface OpenVault extends Closer {
  readonly vault: Vault;
  readonly findings: readonly VaultFinding[];
  /** True where the disk held neither the vault nor its copy, so that this one began empty. */
  readonly isNew: boolean;
  /** Id of the master key that the vault is sealed with right now; null where it is not on disk. */
  keyId(): string | null;
  /**
   * Puts the vault under another master key. After a failure parts of it may be under either key, so both
   * must be kept.
   */
  rekey(key: MasterKey): Promise<Result<void, 'write-failed'>>;
}

export interface OpenVaultOptions {
  /** The data folder; it exists, and this process owns it (`acquireInstanceLock`). */
  readonly folder: string;
  /** The first seals a new vault; a vault that exists is opened with whichever fits and stays under that one. */
  readonly keys: readonly [MasterKey, ...MasterKey[]];
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Pick<Random, 'bytes'>;
  readonly logger: Logger;
  readonly disk?: Disk;
}

/**
 * Opens the vault of a data folder, or an empty one where there is none. A damaged file is set aside and its
 * spare copy used, with a finding; where that is not possible nothing is touched and the failure says why.
 */
export async function openVault(options: OpenVaultOptions): Promise<Result<OpenVault, VaultRefusal>> {
  const { folder, keys, clock, random, logger, disk = systemDisk } = options;
  const filePath = join(folder, VAULT_FILE);
  const copyPath = join(folder, VAULT_COPY);

  await removeLeftoverTemps([filePath, copyPath], disk);
  const copy = await inspectFile(copyPath, keys, disk);
  const choice = chooseCopy(await inspectFile(filePath, keys, disk), copy);
  if (!choice.ok) return choice;

  const restored = await restoreFile(choice.value, filePath, clock, disk);
  if (!restored.ok) return restored;
  const { file, findings } = restored.value;
  for (const { code, message } of findings) logger.warn('the vault was restored', { code, detail: message });

  const chosen = choice.value.use === 'nothing' ? null : choice.value.file;
  const store = new SealedFile({
    folder,
    key: chosen?.key ?? keys[0],
    file,
    copy: copyEnvelope(copy, file),
    disk,
    random,
    logger,
  });
  const vault = new RecordVault(chosen?.content ?? EMPTY_VAULT, store, clock);
  await vault.exclusively(() => store.followUp());
  return ok({
    vault,
    findings,
    isNew: choice.value.use === 'nothing',
    keyId: () => store.key.id,
    rekey: (key) => vault.exclusively(() => store.rekey(key)),
    close: () => vault.close(),
  });
}

/** A vault that lives in memory only: it reads nothing from the disk and leaves nothing on it. */
export function openMemoryVault(clock: Pick<Clock, 'now'>): OpenVault {
  const nowhere: ContentStore = { save: async () => ok(undefined), followUp: async () => {} };
  const vault = new RecordVault(EMPTY_VAULT, nowhere, clock);
  return {
    vault,
    findings: [],
    isNew: true,
    keyId: () => null,
    rekey: async () => ok(undefined),
    close: () => vault.close(),
  };
}

/** Makes `vault.rota` good again where the copy is used; answers with what it holds afterwards. */
async function restoreFile(
  choice: CopyChoice,
  path: string,
  clock: Pick<Clock, 'now'>,
  disk: Disk,
): Promise<Result<{ file: Uint8Array | null; findings: VaultFinding[] }, VaultRefusal>> {
  if (choice.use === 'nothing') return ok({ file: null, findings: [] });
  const { envelope, content } = choice.file;
  if (choice.use === 'file') return ok({ file: envelope, findings: [] });

  let finding: VaultFinding;
  const lost = `only changes after ${new Date(content.savedAt).toISOString()} are lost, if there were any`;
  if (choice.because === 'damaged') {
    const aside = await setFileAside(path, clock.now(), disk);
    if (!aside.ok) return failAs('vault-unreadable', aside.error);
    const message = `The vault file was damaged and is kept as ${aside.value}; its spare copy is in use, so ${lost}.`;
    finding = { code: 'vault-file-damaged', message, setAsideAs: aside.value };
  } else {
    const message = `The vault file ${path} was missing; its spare copy is in use, so ${lost}.`;
    finding = { code: 'vault-file-missing', message, file: path };
  }
  // When the disk refuses, the copy still stands and the next change writes the file.
  const written = await writeFileAtomic(path, envelope, { disk });
  return ok({ file: written.ok ? envelope : null, findings: [finding] });
}

/** The bytes of the copy, as the very object of `file` where both hold the same. */
function copyEnvelope(copy: FoundFile, file: Uint8Array | null): Uint8Array | null {
  if (copy.state !== 'good') return null;
  return file !== null && Buffer.compare(copy.envelope, file) === 0 ? file : copy.envelope;
}
