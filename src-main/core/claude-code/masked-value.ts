/** Names of values that nobody should read over somebody's shoulder. */
const SECRET_NAME = /key|token|secret|password|credential|auth/i;
const HEADERS_NAME = /headers/i;

/** A member of an object whose value is a string, on one line. */
const STRING_MEMBER = /("(?:[^"\\]|\\.){1,200}")(\s*:\s*)("(?:[^"\\]|\\.)*")/g;

/** A line of JSON with the values of secrets masked. */
export function maskedLine(line: string): string {
  return line.replace(
    STRING_MEMBER,
    (_all, name: string, colon: string, raw: string) => name + colon + maskedValue(name, raw),
  );
}

/** The raw JSON of a value, masked where its name says that it is secret. */
export function maskedValue(name: string, raw: string): string {
  if (!raw.startsWith('"')) return raw;
  if (HEADERS_NAME.test(name)) return maskedHeaders(raw);
  return SECRET_NAME.test(name) ? JSON.stringify(maskedSecret(raw.slice(1, -1))) : raw;
}

/** Enough of a long secret to tell it from another one. */
function maskedSecret(secret: string): string {
  const shown = secret.length >= 24 ? secret.slice(-4) : '';
  return `…${shown}`;
}

/** Of header lines the names, and of ours the end of the key. */
function maskedHeaders(raw: string): string {
  const lines = raw.slice(1, -1).split('\\n');
  const masked = lines.map((line) => {
    const colon = line.indexOf(':');
    return colon < 0 ? '…' : `${line.slice(0, colon)}: ${maskedSecret(line.slice(colon + 1).trim())}`;
  });
  return `"${masked.join('\\n')}"`;
}
