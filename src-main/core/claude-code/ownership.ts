import {
  AUTH_TOKEN,
  BASE_URL,
  CUSTOM_HEADERS,
  isSameAddress,
  type Memory,
  type OurVariable,
  type OwnGateway,
} from './connection.ts';
import { variable } from './env-edits.ts';
import { keyInLines } from './header-lines.ts';
import type { SettingsOutline } from './settings-outline.ts';

/** The form of the keys that Rota makes: 32 random bytes in base64url. */
const KEY_FORM = /^[A-Za-z0-9_-]{43}$/;

/**
 * Tells our values from the user's. Ours is what was written into this file before, what the running gateway
 * answers to, and, where the address is ours, anything that has the form of a Rota key: the memory of a file may
 * be lost, and our own value must never be taken for the user's and put back as the original.
 */
export function createOwnership(
  text: SettingsOutline,
  gateway: OwnGateway,
  memory: Memory | null,
): (name: OurVariable) => boolean {
  const baseUrl = variable(text, BASE_URL);
  const ourAddress = baseUrl !== null && isOurAddress(baseUrl, gateway, memory);
  const isOurKey = (key: string | null) =>
    key !== null &&
    (gateway.isKey(key) || memory?.ours.keys.includes(key) === true || (ourAddress && KEY_FORM.test(key)));
  return (name) => {
    switch (name) {
      case BASE_URL:
        return ourAddress;
      case AUTH_TOKEN:
        return isOurKey(variable(text, AUTH_TOKEN));
      case CUSTOM_HEADERS:
        // Nobody else has a use for a header of this name.
        return keyInLines(variable(text, CUSTOM_HEADERS) ?? '') !== null;
    }
  };
}

function isOurAddress(baseUrl: string, gateway: OwnGateway, memory: Memory | null): boolean {
  return isSameAddress(baseUrl, gateway.baseUrl) || memory?.ours.baseUrls.includes(baseUrl) === true;
}
