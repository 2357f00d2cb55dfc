import { z } from 'zod';
import { nearestName } from './nearest-name.ts';
import type { Finding, Path, SettingsWarningCode } from './settings-problem.ts';
import { says } from './statement.ts';

/**
 * Keys of the two older programs that Rota knows and does not need, by the place that holds them. They are
 * told in one warning; any other unknown key may be a slip of the pen and gets its own.
 */
const UNUSED_OLDER_KEYS: Readonly<Record<string, readonly string[]>> = {
  '': ['api_keys', 'routing', 'models', 'observability', 'metrics', 'logging'],
  server: ['log_format'],
  'providers[]': ['weight', 'cache', 'big_model', 'small_model', 'streaming_mode', 'provider_id'],
  'oauth_providers[]': ['client_secret'],
  settings: [
    'app_name',
    'app_version',
    'client_disconnect_watchdog',
    'deduplication',
    'failover_error_types',
    'failover_http_codes',
    'idle_recovery_interval',
    'log_color',
    'log_file_path',
    'reload',
    'reload_includes',
    'request_timeout',
    'sticky_provider_duration',
    'testing',
    'timeouts',
    'unhealthy_exception_patterns',
    'unhealthy_http_codes',
    'unhealthy_reset_on_success',
    'unhealthy_reset_timeout',
    'unhealthy_response_body_patterns',
    'unhealthy_threshold',
  ],
};

/** Where conf keeps the version of `config.json`. */
const CONF_BOOKKEEPING = '__internal__';

/** The keys of `value` that `schema` does not know: one warning each, and one for all that an older program needed. */
export function unknownKeyWarnings(schema: z.ZodType, value: unknown): Finding<SettingsWarningCode>[] {
  const warnings: Finding<SettingsWarningCode>[] = [];
  const unused: Path[] = [];
  for (const { path, key, known } of unknownKeys(schema, value, [])) {
    if (path.length === 0 && key === CONF_BOOKKEEPING) continue;
    if (UNUSED_OLDER_KEYS[placeOf(path)]?.includes(key)) {
      unused.push([...path, key]);
      continue;
    }
    const near = nearestName(key, known);
    warnings.push({
      code: 'unknown-key',
      path: [...path, key],
      says: near === null ? says('key.unknown') : says('key.unknownNear', { near }),
    });
  }
  if (unused.length > 0) {
    const names = [...new Set(unused.map((path) => path.at(-1)))].join(', ');
    warnings.push({
      code: 'unused-keys',
      path: [],
      says: says('key.unused', { names }),
    });
  }
  return warnings;
}

interface UnknownKey {
  /** Of the mapping that holds the key. */
  readonly path: Path;
  readonly key: string;
  readonly known: readonly string[];
}

function* unknownKeys(schema: z.core.$ZodType, value: unknown, path: Path): Generator<UnknownKey> {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    yield* unknownKeys(schema.unwrap(), value, path);
  } else if (schema instanceof z.ZodUnion) {
    for (const option of schema.options) {
      if (option instanceof z.ZodArray === Array.isArray(value)) yield* unknownKeys(option, value, path);
    }
  } else if (schema instanceof z.ZodArray) {
    if (!Array.isArray(value)) return;
    for (const [index, item] of value.entries()) yield* unknownKeys(schema.element, item, [...path, index]);
  } else if (schema instanceof z.ZodRecord) {
    for (const [key, item] of entriesOf(value)) yield* unknownKeys(schema.valueType, item, [...path, key]);
  } else if (schema instanceof z.ZodObject) {
    const shape: Record<string, z.core.$ZodType> = schema.shape;
    for (const [key, item] of entriesOf(value)) {
      if (Object.hasOwn(shape, key)) yield* unknownKeys(shape[key]!, item, [...path, key]);
      else yield { path, key, known: Object.keys(shape) };
    }
  }
}

function entriesOf(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

/** The path without list indexes, as `UNUSED_OLDER_KEYS` names it. */
function placeOf(path: Path): string {
  return path
    .map((part) => (typeof part === 'number' ? '[]' : part))
    .join('.')
    .replaceAll('.[]', '[]');
}
