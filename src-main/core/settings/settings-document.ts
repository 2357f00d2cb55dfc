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
  servingHours,
  strategy,
  text,
  wholeNumber,
  yesNo,
} from './document-fields.ts';
import { asIssue } from './statement.ts';

/**
 * The settings document: one schema for `config.json`, for a `--config` file and, after `toCurrentShape`,
 * for the two older formats. A key that holds null counts as absent. Absent keys get their defaults in
 * `normalise`, not here, so that nothing the user did not write is ever written into a file.
 */

/** Most entries of `providers`. */
export const MAX_PROVIDERS = 1_000;

const mapping = { error: must('must.mapping') };
const list = { error: must('must.list') };

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
        error: must('must.providerType'),
      })
      .nullish(),
    base_url: httpUrl,
    auth_type: z.enum(['api_key', 'auth_token'], { error: must('must.authType') }).nullish(),
    /** `oauth`, `vault`, `env:NAME`, or the secret itself. */
    auth_value: z
      .string({ error: must('must.authValue') })
      .trim()
      .nullable(),
    oauth_provider: text.nullish(),
    account_email: emailText.nullish(),
    label: nameText.nullish(),
    proxy: proxyOrNone.nullish(),
    hours: servingHours.nullish(),
    max_concurrent_requests: wholeNumber(1, 10_000).nullish(),
    enabled: yesNo.nullish(),
    priority: numberBetween(-1_000_000, 1_000_000).nullish(),
    timeout_seconds: seconds(1).nullish(),
    failure_timeout_seconds: seconds(1).nullish(),
    api_version: text.regex(/^[\x21-\x7e]+$/, asIssue('must.apiVersion')).nullish(),
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
    scopes: z.array(text.regex(/^\S+$/, asIssue('must.scope')), list).nullish(),
    custom_headers: headers.nullish(),
    token_request_format: z.enum(['json', 'form'], { error: must('must.tokenFormat') }).nullish(),
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
  { error: must('must.route') },
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
          max_body_mb: numberBetween(1, 1_024, 'must.megabytes').nullish(),
          max_concurrent_requests: wholeNumber(1, 10_000).nullish(),
        },
        mapping,
      )
      .nullish(),
    providers: z
      .array(providerSchema, list)
      .max(MAX_PROVIDERS, asIssue('tooMany', { max: MAX_PROVIDERS }))
      .nullish(),
    oauth_providers: z.array(oauthProviderSchema, list).nullish(),
    model_routes: z.record(z.string(), routeSchema, { error: must('must.routes') }).nullish(),
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
                usage_polling: yesNo.nullish(),
              },
              mapping,
            )
            .nullish(),
          notifications: z
            .object(
              {
                sign_in_needed: yesNo.nullish(),
                all_resting: yesNo.nullish(),
                switched: yesNo.nullish(),
                window_filling: yesNo.nullish(),
                token_ending: yesNo.nullish(),
              },
              mapping,
            )
            .nullish(),
          history: z
            .object(
              {
                keep_requests_days: wholeNumber(1, 3_650).nullish(),
                keep_days_days: wholeNumber(1, 3_650).nullish(),
                max_mb: numberBetween(8, 100_000, 'must.megabytes').nullish(),
              },
              mapping,
            )
            .nullish(),
          otlp_url: httpUrl.nullish(),
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
