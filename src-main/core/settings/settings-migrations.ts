import type { ConfInstance } from './conf-class.ts';

/**
 * Steps that bring an older `config.json` up to date, by the version that needs them. Each also runs on a
 * file that names no version, so a step must leave a document alone that is in the new shape already.
 */
export const SETTINGS_MIGRATIONS: Readonly<Record<string, (store: ConfInstance) => void>> = {};
