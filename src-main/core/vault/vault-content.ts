import { z } from 'zod';
import { ok, type Result } from '../lib/result.ts';
import { failStart } from '../lib/start-failure.ts';
import type { VaultEntry, VaultRecord } from './vault-port.ts';

/** Everything in the vault at one moment. */
export interface VaultContent {
  /**
   * Grows by one with every change, and each record's version is the value at its last change. A version is
   * so never given out twice, not even for a record that was removed and made anew: a refresh that began
   * before a logout cannot overwrite the sign-in after it.
   */
  readonly sequence: number;
  /** When it was written, in ms since the epoch; only for telling people. */
  readonly savedAt: number;
  readonly entries: ReadonlyMap<string, VaultEntry>;
}

export const EMPTY_VAULT: VaultContent = { sequence: 0, savedAt: 0, entries: new Map() };

const timestamp = z.number();
const text = z.string();

/** The strict form of a record: what it does not name is refused, so that nothing is lost silently. */
export const vaultRecordSchema: z.ZodType<VaultRecord> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('token-set'),
    oauthProvider: text,
    accessToken: text,
    refreshToken: text.nullable(),
    expiresAt: timestamp.nullable(),
    refreshTokenExpiresAt: timestamp.nullable(),
    scopes: z.array(text),
    identity: z.strictObject({
      email: text.nullable(),
      accountUuid: text.nullable(),
      organizationUuid: text.nullable(),
      organizationName: text.nullable(),
      subscription: text.nullable(),
      rateLimitTier: text.nullable(),
    }),
    signedInAt: timestamp,
    rotatedAt: timestamp,
  }),
  z.strictObject({ kind: z.literal('account-secret'), value: text, addedAt: timestamp }),
  z.strictObject({ kind: z.literal('client-key'), value: text, createdAt: timestamp }),
  z.strictObject({
    kind: z.literal('bound-client-key'),
    name: text,
    value: text,
    accountIds: z.array(text),
    createdAt: timestamp,
  }),
  z.strictObject({ kind: z.literal('admin-token'), value: text, createdAt: timestamp }),
  z.strictObject({ kind: z.literal('claude-settings'), value: text, storedAt: timestamp }),
]);

const FORMAT = 1;
const count = z.int().min(0);

/** Records are a list, not an object: an id such as `__proto__` is then an id like any other. */
const contentSchema = z.strictObject({
  format: z.literal(FORMAT),
  sequence: count,
  savedAt: timestamp,
  records: z.array(z.strictObject({ id: text, version: count.min(1), record: vaultRecordSchema })),
});

/** The vault's plaintext: UTF-8 JSON. */
export function encodeContent(content: VaultContent): Uint8Array {
  const records = [...content.entries].map(([id, { version, record }]) => ({ id, version, record }));
  const document: z.input<typeof contentSchema> = {
    format: FORMAT,
    sequence: content.sequence,
    savedAt: content.savedAt,
    records,
  };
  return Buffer.from(JSON.stringify(document));
}

/**
 * Reads the plaintext of an authentic vault. `not-understood` then means another Rota wrote it, not that it
 * is damaged. Nothing of the content goes into the message.
 */
export function decodeContent(plaintext: Uint8Array): Result<VaultContent, 'not-understood'> {
  const parsed = contentSchema.safeParse(parseJson(plaintext));
  if (!parsed.success) {
    // A path consists of our own field names and of places in a list.
    const place = parsed.error.issues[0]?.path.join('.') ?? '';
    return failStart('not-understood', 'vault.unexpectedValue', { place });
  }
  const { sequence, savedAt, records } = parsed.data;
  const entries = new Map(records.map(({ id, version, record }) => [id, { version, record }] as const));
  if (entries.size !== records.length) return failStart('not-understood', 'vault.sameId');
  if (records.some(({ version }) => version > sequence))
    return failStart('not-understood', 'vault.futureRecord');
  return ok({ sequence, savedAt, entries });
}

function parseJson(plaintext: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plaintext));
  } catch {
    return undefined;
  }
}
