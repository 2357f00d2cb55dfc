/**
 * Which settings files are connected, and what stood in them before. The records are in the vault: a user's former
 * token may be among them. A record is written before its file is, so that a crash leaves at most a record whose
 * file holds nothing of ours, and never a file of ours that nobody remembers.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../lib/clock.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Vault } from '../vault/vault-port.ts';
import type { Memory } from './connection.ts';

/** Vault ids of these records begin with it. */
const ID_PREFIX = 'claude-settings/';

const raw = z.string().nullable();

const memorySchema: z.ZodType<Memory> = z.object({
  ours: z.object({ baseUrls: z.array(z.string()), keys: z.array(z.string()) }),
  former: z.object({ ANTHROPIC_BASE_URL: raw, ANTHROPIC_AUTH_TOKEN: raw, ANTHROPIC_CUSTOM_HEADERS: raw }),
  formerEnv: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('absent') }),
    z.object({ kind: z.literal('object') }),
    z.object({ kind: z.literal('raw'), raw: z.string() }),
  ]),
  undo: z.array(z.object({ fingerprint: z.string(), offset: z.int(), length: z.int(), text: z.string() })),
});

const recordSchema = z.object({
  scope: z.enum(['user', 'project', 'local']),
  folder: z.string().nullable(),
  path: z.string(),
  keepSignIn: z.boolean(),
  /** Name of a bound client key; null = the key of the installation. */
  keyName: z.string().nullable(),
  /** There was no file before us. */
  createdFile: z.boolean(),
  /** Topmost folder that we made for the file. */
  madeFolder: z.string().nullable(),
  /** Taken out by a clean quit, to be put back by the next start. */
  suspended: z.boolean(),
  memory: memorySchema,
});

/** One settings file that is connected, or was until a clean quit. */
export type ConnectionRecord = Readonly<z.infer<typeof recordSchema>>;

/** The connected settings files, in the vault. */
export class ConnectionBook {
  readonly #vault: Vault;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(vault: Vault, clock: Pick<Clock, 'now'>) {
    this.#vault = vault;
    this.#clock = clock;
  }

  /** In the order of their paths. */
  list(): readonly ConnectionRecord[] {
    return this.#vault
      .ids()
      .filter((id) => id.startsWith(ID_PREFIX))
      .flatMap((id) => this.#read(id) ?? [])
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  find(path: string): ConnectionRecord | null {
    return this.#read(idOf(path));
  }

  /** Durable when the promise resolves. */
  async save(record: ConnectionRecord): Promise<Result<void, 'vault_write_failed'>> {
    const id = idOf(record.path);
    const value = JSON.stringify(record);
    const version = this.#vault.read(id)?.version ?? 0;
    const sealed = { kind: 'claude-settings', value, storedAt: this.#clock.now() } as const;
    const written = await this.#vault.write(id, sealed, version);
    return written.ok ? ok(undefined) : fail('vault_write_failed', written.error.message);
  }

  async forget(path: string): Promise<Result<void, 'vault_write_failed'>> {
    const removed = await this.#vault.remove(idOf(path));
    return removed.ok ? removed : fail('vault_write_failed', removed.error.message);
  }

  #read(id: string): ConnectionRecord | null {
    const record = this.#vault.read(id)?.record;
    if (record?.kind !== 'claude-settings') return null;
    const parsed = recordSchema.safeParse(JSON.parse(record.value));
    return parsed.success ? parsed.data : null;
  }
}

/** Paths may be long and hold names of people and projects; an id does not. */
function idOf(path: string): string {
  return ID_PREFIX + createHash('sha256').update(path).digest('hex').slice(0, 24);
}
