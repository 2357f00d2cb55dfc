import { z } from 'zod';
import type { Notice } from '../model/notice.ts';
import type { Covers } from './covers.ts';

const notice = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('vault-set-aside'),
    at: z.number(),
    file: z.string(),
    lost: z.int().nullable(),
  }),
  z.object({
    kind: z.literal('vault-missing'),
    at: z.number(),
    file: z.string(),
    restored: z.boolean(),
    lost: z.int().nullable(),
  }),
  z.object({ kind: z.literal('sign-ins-unsaved'), at: z.number(), accountIds: z.array(z.string()) }),
  z.object({
    kind: z.literal('settings-refused'),
    at: z.number(),
    message: z.string(),
    texts: z.object({ en: z.string(), 'zh-CN': z.string() }),
  }),
  z.object({ kind: z.literal('offline'), at: z.number(), host: z.string() }),
  z.object({ kind: z.literal('history-set-aside'), at: z.number(), file: z.string().nullable() }),
  z.object({ kind: z.literal('history-unavailable'), at: z.number(), code: z.string() }),
  z.object({ kind: z.literal('restart-needed'), at: z.number() }),
  z.object({ kind: z.literal('blocked'), at: z.number(), host: z.string() }),
]);

/** A `Notice` on the wire. */
export const noticeSchema: z.ZodType<Notice> = notice;

export type NoticeOnWire = Covers<Notice, z.output<typeof notice>>;
