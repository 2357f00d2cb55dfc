import { z } from 'zod';
import { settingsDocumentSchema } from './settings-document.ts';

/**
 * The part of `Conf` (headless) and of electron-store's class, which extends it, that the settings store
 * uses. The class comes from the shell, so that the core imports neither.
 */
export interface ConfInstance {
  /** Reads the file at every access, an absent one as empty; writes it whole, atomically and durably. Both may throw. */
  store: Record<string, unknown>;
}

/** The options that are passed to either class. */
export interface ConfOptions {
  readonly cwd: string;
  readonly configFileMode: number;
  readonly schema: Record<string, object>;
  readonly ajvOptions: { readonly allowUnionTypes: boolean };
  readonly migrations: Record<string, (store: ConfInstance) => void>;
  readonly projectVersion: string;
  readonly accessPropertiesByDotNotation: boolean;
}

/** `Conf`, or electron-store's class. */
export type ConfClass = new (options: ConfOptions) => ConfInstance;

/**
 * The options that both classes take. `clearInvalidConfig` is left off on purpose: it erases a file that
 * cannot be read. Names and ending of the file are both classes' default, `config.json`.
 */
export function confOptions(
  dir: string,
  version: string,
  migrations: Readonly<Record<string, (store: ConfInstance) => void>>,
): ConfOptions {
  const { properties } = z.toJSONSchema(settingsDocumentSchema, { io: 'input' });
  return {
    cwd: dir,
    // Without it the file is readable for everybody (0644).
    configFileMode: 0o600,
    schema: properties as Record<string, object>,
    // Values of two types are meant as they are; ajv would warn on the console.
    ajvOptions: { allowUnionTypes: true },
    migrations,
    projectVersion: version,
    // Names of providers and models hold dots.
    accessPropertiesByDotNotation: false,
  };
}
