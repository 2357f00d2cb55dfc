import { readFileSync } from 'node:fs';

/** Put in by the build; absent where the sources run as they are. */
declare const __ROTA_VERSION__: string | undefined;

/** The version of this program. */
export function rotaVersion(): string {
  if (typeof __ROTA_VERSION__ === 'string') return __ROTA_VERSION__;
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return (manifest as { readonly version: string }).version;
}
