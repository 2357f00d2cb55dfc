import { z } from 'zod';
import { displayName } from './fields.ts';
import { command, type ProcedureMap, query } from './procedure.ts';

/** Which of Claude Code's settings files: the user's, a project's shared one, or a project's own local one. */
export const claudeCodeScopeSchema = z.enum(['user', 'project', 'local']);

const target = {
  scope: claudeCodeScopeSchema.default('user'),
  folder: z.string().min(1).max(4_096).optional().describe('The project’s folder, absolute; not for `user`'),
  configDir: z
    .string()
    .min(1)
    .max(4_096)
    .optional()
    .describe('The caller’s CLAUDE_CONFIG_DIR, where Claude Code keeps the user’s settings then'),
};

const connectInput = {
  ...target,
  keepSignIn: z
    .preprocess((value) => (value === 'true' ? true : value === 'false' ? false : value), z.boolean())
    .default(false)
    .describe('Claude Code’s own login stays: base URL and a custom header carry the key'),
  key: displayName.optional().describe('A bound client key; absent: the key of the installation'),
};

/** One line of a change: kept, taken away or added. */
export const diffLineSchema = z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() });

const preview = z.object({
  file: z.string(),
  exists: z.boolean(),
  changes: z.boolean().describe('False where the file already is as it would be'),
  diff: z.array(diffLineSchema).describe('With the key masked'),
  /** Names this state of the file; given back with `connect` it guards against a change in between. */
  fingerprint: z.string(),
});

const state = z.object({
  scope: claudeCodeScopeSchema,
  folder: z.string().nullable(),
  file: z.string(),
  state: z.enum(['connected', 'not-connected', 'elsewhere', 'outdated', 'unreadable']),
  /** The base URL that the file names, where it names one. */
  baseUrl: z.string().nullable(),
  keepSignIn: z.boolean(),
  problem: z.string().nullable().describe('A whole sentence, where something stands in the way'),
});

/** Pointing Claude Code at this gateway, and back. */
export const claudeCodeProcedures = {
  'claudeCode.status': query({
    summary: 'Which of Claude Code’s settings files point here; the user’s, and those that were connected.',
    input: z.strictObject({}),
    output: z.object({
      files: z.array(state),
      /** ANTHROPIC_BASE_URL in the environment of this process. The files win over it (2.1.197 and 2.1.330). */
      environmentBaseUrl: z.string().nullable(),
      claudeCodeVersion: z.string().nullable(),
    }),
  }),
  'claudeCode.preview': query({
    summary: 'The exact change that connecting would make to a settings file; writes nothing.',
    input: z.strictObject(connectInput),
    output: preview,
  }),
  'claudeCode.previewDisconnect': query({
    summary: 'The exact change that disconnecting would make; writes nothing.',
    input: z.strictObject(target),
    output: preview,
  }),
  'claudeCode.connect': command({
    summary: 'Points Claude Code at this gateway; only our own keys of the file are touched.',
    input: z.strictObject({
      ...connectInput,
      fingerprint: z
        .string()
        .max(200)
        .optional()
        .describe('Of the preview; refused where the file changed since'),
    }),
    output: state,
  }),
  'claudeCode.disconnect': command({
    summary:
      'Takes our keys out of the file again; where nothing else changed it is the original, byte for byte.',
    input: z.strictObject({ ...target, fingerprint: z.string().max(200).optional() }),
    output: state,
  }),
} satisfies ProcedureMap;
