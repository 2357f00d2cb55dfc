import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseSettings } from '../../../src-main/core/settings/parse-settings.ts';
import { settingsDocumentSchema } from '../../../src-main/core/settings/settings-document.ts';

const DOCS = readFileSync(join(import.meta.dirname, '../../../docs/settings.md'), 'utf8');

/** The dotted names of all keys below a schema, without list indexes and names that the user chooses. */
function* keysOf(schema: z.core.$ZodType, prefix: string): Generator<string> {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    yield* keysOf(schema.unwrap(), prefix);
  else if (schema instanceof z.ZodArray) yield* keysOf(schema.element, prefix);
  else if (schema instanceof z.ZodRecord) yield* keysOf(schema.valueType, prefix);
  else if (schema instanceof z.ZodUnion) for (const option of schema.options) yield* keysOf(option, prefix);
  else if (schema instanceof z.ZodObject) {
    for (const [key, value] of Object.entries<z.core.$ZodType>(schema.shape)) {
      const inner = [...keysOf(value, `${prefix}${key}.`)];
      if (inner.length === 0) yield prefix + key;
      yield* inner;
    }
  }
}

/** The part of the documentation under one heading of the third level. */
const section = (name: string) => DOCS.split(`### \`${name}\`\n`)[1]!.split(/\n##/)[0]!;

describe('the documentation of the settings', () => {
  it.each(Object.entries<z.core.$ZodType>(settingsDocumentSchema.shape))(
    'names every key of %s',
    (name, schema) => {
      const documented = [...section(name).matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]);
      const keys = [...keysOf(schema, '')].map((key) => key.replace(/^candidates\./, ''));
      expect(new Set(documented.filter((key) => key !== 'candidates'))).toEqual(new Set(keys));
    },
  );

  it('has an example that is read without a warning', async () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(DOCS)![1]!;
    const parsed = await parseSettings(example, { file: 'example.yaml', format: 'yaml' });
    expect(parsed).toMatchObject({ ok: true, warnings: [] });
  });

  it('tells the defaults that are in force', async () => {
    const text = 'providers: [{ name: A, base_url: "https://a.example", auth_value: vault }]';
    const parsed = await parseSettings(text, { file: 'a.yaml', format: 'yaml' });
    if (!parsed.ok) expect.unreachable();
    const defaultOf = (key: string) =>
      new RegExp(`^\\| \`${key}\` \\|.*\\| \`([^|\`]+)\` \\| [^|]*\\|$`, 'm').exec(DOCS)?.[1];
    const { server, providers, settings } = { ...parsed.settings, settings: parsed.settings };
    expect(defaultOf('host')).toBe(server.host);
    expect(defaultOf('port')).toBe(String(server.port));
    expect(defaultOf('max_body_mb')).toBe(String(server.maxBodyBytes / 1_048_576));
    expect(defaultOf('max_concurrent_requests')).toBe(String(server.maxConcurrentRequests));
    expect(defaultOf('timeout_seconds')).toBe(String(providers[0]!.timeoutMs / 1_000));
    expect(defaultOf('failure_timeout_seconds')).toBe(String(providers[0]!.failureTimeoutMs / 1_000));
    expect(defaultOf('auth_type')).toBe(providers[0]!.authType);
    expect(defaultOf('log_level')).toBe(settings.logLevel);
    expect(defaultOf('session_affinity')).toBe(String(settings.sessionAffinity));
    expect(defaultOf('oauth.service_name')).toBe(settings.oauth.serviceName);
    expect(defaultOf('oauth.usage_polling')).toBe(String(settings.oauth.usagePolling));
    for (const [key, value] of Object.entries({
      sign_in_needed: settings.notifications.signInNeeded,
      all_resting: settings.notifications.allResting,
      switched: settings.notifications.switched,
      window_filling: settings.notifications.windowFilling,
      token_ending: settings.notifications.tokenEnding,
    })) {
      expect(defaultOf(`notifications.${key}`)).toBe(String(value));
    }
    expect(defaultOf('history.keep_requests_days')).toBe(String(settings.history.keepRequestsDays));
    expect(defaultOf('history.keep_days_days')).toBe(String(settings.history.keepDaysDays));
    expect(defaultOf('history.max_mb')).toBe(String(settings.history.maxBytes / 1_048_576));
    expect(defaultOf('failover.max_ambiguous_attempts')).toBe(String(settings.failover.maxAmbiguousAttempts));
  });
});
