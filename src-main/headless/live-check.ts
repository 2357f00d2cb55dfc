/** Whether what Claude Code will read in a settings file leads to an open door. */
import { request } from 'node:http';
import { AUTH_TOKEN, BASE_URL, CUSTOM_HEADERS } from '../core/claude-code/connection.ts';
import { outlined, variable } from '../core/claude-code/env-edits.ts';
import { keyInLines } from '../core/claude-code/header-lines.ts';
import { readSettings } from '../core/claude-code/inspect-settings.ts';

export type LiveCheck = 'open' | 'no-answer' | 'wrong-key' | 'another-program';

const TIMEOUT_MS = 5_000;
/**
 * A path that the gateway refuses after it has looked at the key and before it looks for an account: nothing goes
 * upstream, and no token is spent. 400 means that the key opens the gateway, 401 that it does not.
 */
const REFUSED_PATH = '/v1/%2e';

/** Reads address and key from the file, as Claude Code does, and tries them. */
export async function liveCheck(settingsFile: string): Promise<LiveCheck> {
  const opened = await readSettings(settingsFile);
  if (!opened.ok) return 'no-answer';
  const settings = outlined(opened.value.settings.text);
  const baseUrl = variable(settings, BASE_URL);
  const headerKey = keyInLines(variable(settings, CUSTOM_HEADERS) ?? '');
  const token = variable(settings, AUTH_TOKEN);
  if (baseUrl === null || URL.parse(baseUrl)?.protocol !== 'http:') return 'no-answer';
  const headers = {
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(headerKey === null ? {} : { 'x-rota-key': headerKey }),
  };
  const health = await statusOf(baseUrl, '/health', {});
  if (health === null) return 'no-answer';
  if (health !== 200) return 'another-program';
  switch (await statusOf(baseUrl, REFUSED_PATH, headers)) {
    case 400:
      return 'open';
    case 401:
      return 'wrong-key';
    case null:
      return 'no-answer';
    default:
      return 'another-program';
  }
}

/** The status of a GET, without any proxy; null where nobody answers. */
function statusOf(baseUrl: string, path: string, headers: Record<string, string>): Promise<number | null> {
  const { hostname, port } = new URL(baseUrl);
  const { promise, resolve } = Promise.withResolvers<number | null>();
  const host = hostname.replace(/^\[|\]$/g, '');
  const outgoing = request({ host, port, path, headers, agent: false, timeout: TIMEOUT_MS });
  outgoing.once('timeout', () => outgoing.destroy());
  outgoing.once('close', () => resolve(null));
  outgoing.once('error', () => resolve(null));
  outgoing.once('response', (incoming) => {
    incoming.resume();
    resolve(incoming.statusCode ?? null);
  });
  outgoing.end();
  return promise;
}
