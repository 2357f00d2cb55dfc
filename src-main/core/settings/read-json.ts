import type { ReadDocument } from './read-document.ts';
import { says } from './statement.ts';

/**
 * Reads JSON. Places are only needed to report an error, so they come from the YAML parser, which reads JSON
 * as well and is loaded for that alone.
 */
export async function readJson(text: string): Promise<ReadDocument> {
  try {
    const value: unknown = JSON.parse(text);
    const { locateInYaml } = await import('./read-yaml.ts');
    return { ok: true, value, locate: locateInYaml(text) };
  } catch {
    const { readYaml } = await import('./read-yaml.ts');
    const asYaml = readYaml(text);
    return { ok: false, code: 'syntax', says: says('syntax.json'), place: asYaml.ok ? null : asYaml.place };
  }
}
