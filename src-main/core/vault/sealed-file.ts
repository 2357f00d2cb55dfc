import { join } from 'node:path';
import { writeFileAtomic } from '../lib/atomic-file.ts';
import type { Disk } from '../lib/disk.ts';
import type { Random } from '../lib/random.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { failAs } from '../lib/start-failure.ts';
import type { Logger } from '../logging/logger.ts';
import { ENVELOPE_OVERHEAD_BYTES, MAX_ENVELOPE_BYTES, rewrap, seal } from './envelope.ts';
import type { MasterKey } from './master-key.ts';
import { encodeContent, type VaultContent } from './vault-content.ts';
import { VAULT_COPY, VAULT_FILE, VAULT_PURPOSE } from './vault-copies.ts';

/** Where the vault keeps its content; calls never overlap. */
export interface ContentStore {
  /** Resolves when `content` is durable, or with the old content still in force. */
  save(content: VaultContent): Promise<Result<void, 'write-failed'>>;
  /** Brings the spare copy up to date, after the writers were answered. */
  followUp(): Promise<void>;
}

export interface SealedFileOptions {
  readonly folder: string;
  readonly key: MasterKey;
  /** What `vault.rota` and `vault.bak` hold; null where there is no such file, or not a good one. */
  readonly file: Uint8Array | null;
  readonly copy: Uint8Array | null;
  readonly disk: Disk;
  readonly random: Pick<Random, 'bytes'>;
  readonly logger: Logger;
}

/** Writes the vault's two files and knows what stands in them. */
export class SealedFile implements ContentStore {
  readonly #filePath: string;
  readonly #copyPath: string;
  readonly #disk: Disk;
  readonly #random: Pick<Random, 'bytes'>;
  readonly #logger: Logger;
  #key: MasterKey;
  #file: Uint8Array | null;
  #copy: Uint8Array | null;

  constructor(options: SealedFileOptions) {
    this.#filePath = join(options.folder, VAULT_FILE);
    this.#copyPath = join(options.folder, VAULT_COPY);
    this.#disk = options.disk;
    this.#random = options.random;
    this.#logger = options.logger;
    this.#key = options.key;
    this.#file = options.file;
    this.#copy = options.copy;
  }

  get key(): MasterKey {
    return this.#key;
  }

  async save(content: VaultContent): Promise<Result<void, 'write-failed'>> {
    const plaintext = encodeContent(content);
    if (plaintext.length + ENVELOPE_OVERHEAD_BYTES > MAX_ENVELOPE_BYTES) {
      return fail('write-failed', `The vault would grow beyond ${MAX_ENVELOPE_BYTES} bytes.`);
    }
    const envelope = seal(plaintext, this.#key, VAULT_PURPOSE, this.#random);
    plaintext.fill(0);
    return this.#replaceFile(envelope);
  }

  async followUp(): Promise<void> {
    if (this.#file === null || this.#copy === this.#file) return;
    const written = await writeFileAtomic(this.#copyPath, this.#file, { disk: this.#disk });
    if (written.ok) this.#copy = this.#file;
    // The vault itself is durable; the next change tries again.
    else this.#logger.warn('the spare copy of the vault was not written', { detail: written.error.message });
  }

  /**
   * Puts both files under another master key. When this fails, one of the two may be under the new key
   * already: the old key may only be thrown away after a success.
   */
  async rekey(key: MasterKey): Promise<Result<void, 'write-failed'>> {
    if (this.#file !== null) {
      const envelope = rewrap(this.#file, this.#key, key, VAULT_PURPOSE, this.#random);
      if (!envelope.ok) return fail('write-failed', envelope.error.message);
      const written = await this.#replaceFile(envelope.value);
      if (!written.ok) return written;
    }
    this.#key = key;
    await this.followUp();
    return this.#copy === this.#file
      ? ok(undefined)
      : fail('write-failed', `${this.#copyPath} is still under the old master key.`);
  }

  async #replaceFile(envelope: Uint8Array): Promise<Result<void, 'write-failed'>> {
    const written = await writeFileAtomic(this.#filePath, envelope, { disk: this.#disk });
    if (written.ok) {
      this.#file = envelope;
      return ok(undefined);
    }
    if (written.error.code === 'not-durable') await this.#restoreFile();
    return failAs('write-failed', written.error);
  }

  /** The new content is in place but must not count, since nobody can say whether it will survive. */
  async #restoreFile(): Promise<void> {
    const restored =
      this.#file === null
        ? await this.#disk.unlink(this.#filePath).then(
            () => true,
            () => false,
          )
        : (await writeFileAtomic(this.#filePath, this.#file, { disk: this.#disk })).ok;
    // The file then holds one change more than was acknowledged, until the next change replaces it.
    if (!restored) this.#logger.error('the vault file could not be put back', { file: this.#filePath });
  }
}
