import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseSettings } from '../../../src-main/core/settings/parse-settings.ts';

it('200 providers and 50 routes are read in well under 100 ms', async () => {
  const providers = Array.from(
    { length: 200 },
    (_, i) => `  - name: "Provider ${i}"
    type: anthropic
    base_url: https://gateway-${i}.example/anthropic
    auth_type: api_key
    auth_value: env:KEY_${i}
    proxy: http://127.0.0.1:20171
    enabled: true
    priority: ${i}
    timeout_seconds: 300
    failure_timeout_seconds: 60
    api_version: "2023-06-01"
    custom_headers: { x-seat: "${i}" }`,
  );
  const routes = Array.from(
    { length: 50 },
    (_, i) =>
      `  "*model-${i}*":\n${[0, 1, 2, 3].map((j) => `    - { provider: "Provider ${(i + j) % 200}", model: passthrough, priority: ${j} }`).join('\n')}`,
  );
  const text = `providers:\n${providers.join('\n')}\nmodel_routes:\n${routes.join('\n')}\n`;
  const parse = () => parseSettings(text, { file: 'large.yaml', format: 'yaml' });
  expect((await parse()).ok).toBe(true);
  // Processor time and the best of five, because the machine may be busy with something else.
  const spentMs: number[] = [];
  for (let run = 0; run < 5; run++) {
    const before = process.cpuUsage();
    await parse();
    const { user, system } = process.cpuUsage(before);
    spentMs.push((user + system) / 1_000);
  }
  expect(Math.min(...spentMs)).toBeLessThan(100);
});

it('the libraries of YAML and TOML are only loaded when a file of that format is read or written', () => {
  const folder = join(import.meta.dirname, '../../../src-main/core/settings');
  const loadingAtStart = readdirSync(folder)
    .filter((name) => !['read-yaml.ts', 'read-toml.ts', 'export-yaml.ts'].includes(name))
    .filter((name) =>
      /from '(yaml|smol-toml|\.\/(?:read-(yaml|toml)|export-yaml)\.ts)'/.test(
        readFileSync(join(folder, name), 'utf8'),
      ),
    );
  expect(loadingAtStart).toEqual([]);
});
