import {
  AUTH_TOKEN,
  BASE_URL,
  CUSTOM_HEADERS,
  isSameAddress,
  type Memory,
  type OwnGateway,
} from './connection.ts';
import { variable } from './env-edits.ts';
import { keyInLines } from './header-lines.ts';
import type { SettingsOutline } from './settings-outline.ts';

/** How a settings file stands to this gateway. */
export interface ConnectionState {
  /** `elsewhere`: it names another address; `outdated`: it names ours of before, or a key that is none any more. */
  readonly kind: 'connected' | 'not-connected' | 'elsewhere' | 'outdated';
  readonly baseUrl: string | null;
  readonly keepSignIn: boolean;
}

/** Judges a settings file by what Claude Code would read in it. */
export function connectionState(
  settings: SettingsOutline,
  gateway: OwnGateway,
  memory: Memory | null,
): ConnectionState {
  const baseUrl = variable(settings, BASE_URL);
  const headerKey = keyInLines(variable(settings, CUSTOM_HEADERS) ?? '');
  const found = { baseUrl, keepSignIn: headerKey !== null };
  if (baseUrl === null) return { kind: 'not-connected', ...found };
  if (isSameAddress(baseUrl, gateway.baseUrl)) {
    const keys = [headerKey, variable(settings, AUTH_TOKEN)];
    const opens = keys.some((key) => key !== null && gateway.isKey(key));
    return { kind: opens ? 'connected' : 'outdated', ...found };
  }
  return { kind: memory?.ours.baseUrls.includes(baseUrl) ? 'outdated' : 'elsewhere', ...found };
}
