import { z } from 'zod';
import {
  acceptance,
  emailText,
  headers,
  hostAndPort,
  hostName,
  httpUrl,
  logLevel,
  must,
  nameText,
  numberBetween,
  proxyOrNone,
  proxyUrl,
  redirectUrl,
  seconds,
  secureUrl,
  strategy,
  text,
  wholeNumber,
  yesNo,
} from './document-fields.ts';

/**
 * The settings document: one schema for `config.json`, for a `--config` file and, after `toCurrentShape`,
 * for the two older formats. A key that holds null counts as absent. Absent keys get their defaults in
 * `normalise`, not here, so that nothing the user did not write is ever written into a file.
 */

/** Most entries of `providers`. */
export const MAX_PROVIDERS = 1_000;

const mapping = { error: must('a mapping of keys to values') };
const list = { error: must('a list') };

/** The values of `providers[].type` and what each is in the normalised settings. */
export const PROVIDER_TYPES = {
  anthropic: 'anthropic',
  anthropic_compatible: 'compatible',
  'anthropic-compatible': 'compatible',
  compatible: 'compatible',
} as const;

/** One entry of `providers`: one account. */
export const providerSchema = z.object(
  {
    name: nameText,
    type: z
      .enum(Object.keys(PROVIDER_TYPES) as (keyof typeof PROVIDER_TYPES)[], {
        error: must('anthropic or anthropic_compatible'),
      })
      .nullish(),
    base_url: httpUrl,
    auth_type: z.enum(['api_key', 'auth_token'], { error: must('api_key or auth_token') }).nullish(),
    /** `oauth`, `vault`, `env:NAME`, or the secret itself. */
    auth_value: z
      .string({ error: must('oauth, vault, env:NAME or the secret as text') })
      .trim()
      .nullable(),
    oauth_provider: text.nullish(),
    account_email: emailText.nullish(),
    label: nameText.nullish(),
    proxy: proxyOrNone.nullish(),
    enabled: yesNo.nullish(),
    priority: numberBetween(-1_000_000, 1_000_000).nullish(),
    timeout_seconds: seconds(1).nullish(),
    failure_timeout_seconds: seconds(1).nullish(),
    api_version: text.regex(/^[\x21-\x7e]+$/, 'must be a version such as 2023-06-01').nullish(),
    custom_headers: headers.nullish(),
  },
  mapping,
);

/** One entry of `oauth_providers`. */
export const oauthProviderSchema = z.object(
  {
    name: nameText,
    client_id: text,
    auth_url: secureUrl,
    token_url: secureUrl,
    redirect_uri: redirectUrl,
    scopes: z.array(text.regex(/^\S+$/, 'must be a scope without blanks'), list).nullish(),
    custom_headers: headers.nullish(),
    token_request_format: z.enum(['json', 'form'], { error: must('json or form') }).nullish(),
    profile_url: secureUrl.nullish(),
    usage_url: secureUrl.nullish(),
  },
  mapping,
);

/** One candidate of a model route. */
export const candidateSchema = z.object(
  {
    provider: text,
    /** `passthrough` or absent: the model name stays as the client sent it. */
    model: text.nullish(),
    priority: numberBetween(-1_000_000, 1_000_000).nullish(),
    account_email: emailText.nullish(),
    enabled: yesNo.nullish(),
  },
  mapping,
);

/** A list of candidates, or a mapping where the route has a strategy of its own. */
export const routeSchema = z.union(
  [
    z.array(candidateSchema, list),
    z.object({ strategy: strategy.nullish(), candidates: z.array(candidateSchema, list) }, mapping),
  ],
  { error: must('a list of candidates, or a mapping with candidates') },
);

/** The whole document. */
export const settingsDocumentSchema = z.object(
  {
    server: z
      .object(
        {
          host: hostName.nullish(),
          port: wholeNumber(0, 65_535).nullish(),
          allowed_hosts: z.array(hostAndPort, list).nullish(),
          max_body_mb: numberBetween(1, 1_024, 'a number of megabytes').nullish(),
          max_concurrent_requests: wholeNumber(1, 10_000).nullish(),
        },
        mapping,
      )
      .nullish(),
    providers: z
      .array(providerSchema, list)
      .max(MAX_PROVIDERS, `must not have more than ${MAX_PROVIDERS} entries`)
      .nullish(),
    oauth_providers: z.array(oauthProviderSchema, list).nullish(),
    model_routes: z
      .record(z.string(), routeSchema, { error: must('a mapping of model patterns to candidates') })
      .nullish(),
    settings: z
      .object(
        {
          log_level: logLevel.nullish(),
          strategy: strategy.nullish(),
          session_affinity: yesNo.nullish(),
          oauth: z
            .object(
              {
                enable_auto_refresh: yesNo.nullish(),
                enable_persistence: yesNo.nullish(),
                service_name: nameText.nullish(),
                proxy: proxyUrl.nullish(),
              },
              mapping,
            )
            .nullish(),
          failover: z.object({ max_ambiguous_attempts: wholeNumber(1, 10).nullish() }, mapping).nullish(),
          terms_accepted: acceptance.nullish(),
        },
        mapping,
      )
      .nullish(),
  },
  mapping,
);

/** A settings document as it stands in a file: names with underscores, absent keys left out. */
export type SettingsDocument = z.input<typeof settingsDocumentSchema>;
/** The same after the schema has read it. */
export type ReadSettingsDocument = z.output<typeof settingsDocumentSchema>;

/** One entry of `providers`. */
export type ProviderDocument = z.input<typeof providerSchema>;
/** One entry of `oauth_providers`. */
export type OAuthProviderDocument = z.input<typeof oauthProviderSchema>;
/** One value of `model_routes`. */
export type RouteDocument = z.input<typeof routeSchema>;
