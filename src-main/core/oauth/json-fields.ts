/** A JSON object whose fields are looked at one by one, since nothing about a remote answer is certain. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The object that `text` holds, or null for any other JSON and for what is no JSON. */
export function parseJsonObject(text: string): JsonObject | null {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

/** `value` where it is a JSON object, else null. */
export function asObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** Longest name or email that is taken over, in characters (an email has at most 254, RFC 5321). */
const MAX_TEXT_CHARS = 320;
const CONTROL_CHARACTERS = /\p{Cc}/u;

/** A short text fit to be shown, or null where the value is anything else. */
export function shortText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return text === '' || text.length > MAX_TEXT_CHARS || CONTROL_CHARACTERS.test(text) ? null : text;
}
