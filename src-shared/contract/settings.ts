import { z } from 'zod';
import { nothing } from './fields.ts';
import { type ProcedureMap, query, settingsCommand } from './procedure.ts';
import { modelRouteSchema } from './routing.ts';
import { strategySchema } from './strategy-schema.ts';

const MiB = 1024 * 1024;

/** Which notifications are shown. */
export const notificationSettingsSchema = z.object({
  signInNeeded: z.boolean(),
  allResting: z.boolean(),
  switched: z.boolean(),
  windowFilling: z.boolean().describe('At 80 % and 95 % of a quota window'),
  tokenEnding: z.boolean().describe('A token that cannot be renewed is about to end'),
});

/** How much usage history is kept. */
export const historySettingsSchema = z.object({
  keepRequestsDays: z.int(),
  keepDaysDays: z.int(),
  maxBytes: z.int(),
});

/** The settings without any secret: of headers only the names, of proxies only the address. */
export const publicSettingsSchema = z.object({
  server: z.object({
    host: z.string(),
    port: z.int(),
    allowedHosts: z.array(z.string()),
    maxBodyBytes: z.int(),
    maxConcurrentRequests: z.int(),
  }),
  providers: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['anthropic', 'compatible']),
      baseUrl: z.string(),
      authType: z.enum(['api_key', 'auth_token']),
      authSource: z.enum(['oauth', 'vault', 'literal', 'env']),
      accountEmail: z.string().nullable(),
      label: z.string().nullable(),
      proxy: z.string().nullable(),
      hours: z.string().nullable(),
      maxConcurrentRequests: z.int().nullable(),
      enabled: z.boolean(),
      timeoutMs: z.number(),
      failureTimeoutMs: z.number(),
      apiVersion: z.string().nullable(),
      customHeaderNames: z.array(z.string()),
    }),
  ),
  oauthProviders: z.array(
    z.object({
      name: z.string(),
      clientId: z.string(),
      authUrl: z.string(),
      tokenUrl: z.string(),
      redirectUri: z.string(),
      scopes: z.array(z.string()),
      customHeaderNames: z.array(z.string()),
      profileUrl: z.string().nullable(),
      usageUrl: z.string().nullable(),
    }),
  ),
  modelRoutes: z.array(modelRouteSchema),
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error']),
  strategy: strategySchema,
  sessionAffinity: z.boolean(),
  oauth: z.object({
    enableAutoRefresh: z.boolean(),
    enablePersistence: z.boolean(),
    serviceName: z.string(),
    proxy: z.string().nullable(),
    usagePolling: z.boolean(),
  }),
  notifications: notificationSettingsSchema,
  history: historySettingsSchema,
  otlpUrl: z.string().nullable(),
  failover: z.object({ maxAmbiguousAttempts: z.int() }),
  termsAcceptedAt: z.number().nullable(),
});

/** The settings: what they are, and how they are changed. */
export const settingsProcedures = {
  'settings.get': query({
    summary: 'The settings in force, without secrets.',
    input: z.strictObject({}),
    output: z.object({
      readOnlyFile: z.string().nullable().describe('The --config file that is in charge, or null'),
      settings: publicSettingsSchema,
    }),
  }),
  'settings.update': settingsCommand({
    summary: 'Changes the named settings and no others; all of them or none.',
    input: z.strictObject({
      host: z
        .string()
        .trim()
        .min(1)
        .max(255)
        .optional()
        .describe(
          'In force after the next start; anything but loopback is refused unless allowedHosts names it',
        ),
      port: z.int().min(1).max(65_535).optional().describe('In force after the next start'),
      allowedHosts: z
        .array(z.string().max(300))
        .max(100)
        .optional()
        .describe('name:port pairs that Host and Origin may carry besides this machine’s own'),
      maxBodyBytes: z
        .int()
        .min(MiB)
        .max(1_024 * MiB)
        .optional(),
      maxConcurrentRequests: z.int().min(1).max(10_000).optional(),
      logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error']).optional(),
      strategy: strategySchema.optional(),
      sessionAffinity: z.boolean().optional(),
      maxAmbiguousAttempts: z.int().min(1).max(10).optional(),
      autoRefresh: z.boolean().optional(),
      persistence: z
        .boolean()
        .optional()
        .describe('In force after the next start; false keeps sign-ins in memory only'),
      serviceName: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .optional()
        .describe('In force after the next start; refused while the keychain holds the master key'),
      usagePolling: z.boolean().optional(),
      tokenProxy: z
        .string()
        .trim()
        .max(500)
        .nullable()
        .optional()
        .describe('For token requests; null = that of the account'),
      otlpUrl: z
        .url({ protocol: /^https?$/ })
        .nullable()
        .optional(),
      notifications: notificationSettingsSchema.partial().optional(),
      history: z
        .strictObject({
          keepRequestsDays: z.int().min(1).max(3_650).optional(),
          keepDaysDays: z.int().min(1).max(3_650).optional(),
          maxBytes: z
            .int()
            .min(8 * MiB)
            .max(100_000 * MiB)
            .optional(),
        })
        .optional(),
    }),
    output: z.object({ restartNeeded: z.boolean() }),
  }),
  'settings.export': query({
    summary: 'The settings as a YAML document without any secret, to be kept or read in elsewhere.',
    input: z.strictObject({}),
    output: z.object({ yaml: z.string() }),
  }),
  'settings.import': settingsCommand({
    summary:
      'Takes over a settings file of Rota, llm-gateway (TOML) or Claude Code Provider Balancer (YAML): says what it would do, and does it unless `dryRun`.',
    input: z.strictObject({
      fileName: z.string().min(1).max(1_000).describe('For messages, and its ending tells YAML from TOML'),
      text: z.string().max(4 * MiB),
      dryRun: z.boolean().default(false),
      acceptTerms: z.boolean().default(false),
    }),
    output: z.object({
      changed: z.boolean().describe('False where everything in the file is there already'),
      accountsAdded: z.array(z.string()),
      accountsAlreadyThere: z.array(z.string()),
      routesAdded: z.array(z.string()),
      secretsMoved: z.int().describe('Keys that go from the file into the vault'),
      termsAccepted: z.boolean(),
      warnings: z.array(z.string()),
    }),
  }),
  'settings.reset': settingsCommand({
    summary: 'Puts general settings back to their defaults; accounts, routes, sign-ins and keys stay.',
    input: z.strictObject({}),
    output: nothing,
  }),
} satisfies ProcedureMap;
