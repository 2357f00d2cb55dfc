import { type ConnectedText, connectText } from '../../../src-main/core/claude-code/connect-text.ts';
import type { Connection, Memory, OwnGateway } from '../../../src-main/core/claude-code/connection.ts';
import { disconnectText } from '../../../src-main/core/claude-code/disconnect-text.ts';
import type { SettingsText } from '../../../src-main/core/claude-code/settings-bytes.ts';

export const KEY = 'Kk0123456789-_abcdefghijklmnopqrstuvwxyzABC';
export const NEXT_KEY = 'Nn0123456789-_abcdefghijklmnopqrstuvwxyzABC';
export const BASE_URL = 'http://127.0.0.1:9090';

export const GATEWAY: OwnGateway = { baseUrl: BASE_URL, isKey: (text) => text === KEY || text === NEXT_KEY };

export const WITH_KEY: Connection = { baseUrl: BASE_URL, key: KEY, keepSignIn: false };
export const KEEPING_SIGN_IN: Connection = { baseUrl: BASE_URL, key: KEY, keepSignIn: true };

export const utf8 = (text: string): SettingsText => ({ text, encoding: 'utf8' });

/** Connects a text that can be connected. */
export function connect(
  settings: SettingsText | string,
  connection: Connection = WITH_KEY,
  memory: Memory | null = null,
  gateway: OwnGateway = GATEWAY,
): ConnectedText {
  const text = typeof settings === 'string' ? utf8(settings) : settings;
  const connected = connectText(text, connection, gateway, memory);
  if (!connected.ok) throw new Error(connected.error.message);
  return connected.value;
}

/** The text after disconnecting one that can be disconnected. */
export function disconnect(
  settings: SettingsText | string,
  memory: Memory | null,
  gateway: OwnGateway = GATEWAY,
): string {
  const text = typeof settings === 'string' ? utf8(settings) : settings;
  const disconnected = disconnectText(text, gateway, memory);
  if (!disconnected.ok) throw new Error(disconnected.error.message);
  return disconnected.value.text;
}

/** What Claude Code reads in a text. */
export function parsed(
  text: string,
): Record<string, unknown> & { readonly env?: Record<string, unknown> | null } {
  const json = text.replace(/^\ufeff/, '');
  return json.trim() === '' ? {} : JSON.parse(json);
}
