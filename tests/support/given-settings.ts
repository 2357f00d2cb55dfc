import { parseSettings } from '../../src-main/core/settings/parse-settings.ts';
import type { Settings, SettingsSource } from '../../src-main/core/settings/settings.ts';

/** Settings from YAML text, as a `--config` file would give them, without a file. */
export async function settingsFromYaml(
  text: string,
): Promise<SettingsSource & { replace(text: string): Promise<void> }> {
  const read = async (yaml: string): Promise<Settings> => {
    const parsed = await parseSettings(yaml, { file: 'test.yaml', format: 'yaml' });
    if (!parsed.ok) throw new Error(parsed.errors.map(({ message }) => message).join('\n'));
    return parsed.settings;
  };
  let current = await read(text);
  const listeners = new Set<(settings: Settings) => void>();
  return {
    current: () => current,
    origin: { readOnlyFile: 'test.yaml' },
    subscribe(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    async replace(yaml) {
      current = await read(yaml);
      for (const listener of listeners) listener(current);
    },
  };
}
