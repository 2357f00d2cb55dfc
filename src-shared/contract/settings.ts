import { z } from 'zod';
import { type ProcedureMap, query } from './procedure.ts';
import { modelRouteSchema, strategySchema } from './routing.ts';

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
  }),
  failover: z.object({ maxAmbiguousAttempts: z.int() }),
  termsAcceptedAt: z.number().nullable(),
});

/** What can be asked about the settings. */
export const settingsProcedures = {
  'settings.get': query({
    summary: 'The settings in force, without secrets.',
    input: z.strictObject({}),
    output: z.object({
      readOnlyFile: z.string().nullable().describe('The --config file that is in charge, or null'),
      settings: publicSettingsSchema,
    }),
  }),
} satisfies ProcedureMap;
