import { z } from 'zod';
import { isLoopbackHost } from './listen-host.ts';
import type { LogLevel, Strategy } from './settings.ts';

/**
 * The kinds of values in a settings document. Every error text completes the sentence that begins with the
 * key ("server.port must be …") and never repeats the value, which may be a secret in the wrong place.
 */

/** The issue text for a value that is absent or of the wrong type. */
export const must = (predicate: string) => (issue: { readonly input?: unknown }) =>
  issue.input === undefined ? 'is missing' : `must be ${predicate}`;

const MAX_TEXT_LENGTH = 4_096;

const anyText = z
  .string({ error: must('text (put it in quotes)') })
  .max(MAX_TEXT_LENGTH, `must not be longer than ${MAX_TEXT_LENGTH} characters`);

/** Text with something in it, without blanks around it. */
export const text = anyText.trim().min(1, 'must not be empty');

/** A name that is shown and typed in commands. */
export const nameText = text
  .max(200, 'must not be longer than 200 characters')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses.
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not contain control characters');

/** True or false; also the words of YAML 1.1, which one of the older programs reads. */
export const yesNo = z.union([z.boolean(), z.stringbool({ truthy: ['yes', 'on'], falsy: ['no', 'off'] })], {
  error: must('true or false'),
});

/** A number of seconds, at least `from`, at most a day. */
export const seconds = (from: number) => numberBetween(from, 86_400, 'a number of seconds');

/** A number between two others, both included. */
export function numberBetween(from: number, to: number, kind = 'a number') {
  const predicate = `${kind} from ${from} to ${to}`;
  return z
    .number({ error: must(predicate) })
    .min(from, `must be ${predicate}`)
    .max(to, `must be ${predicate}`);
}

/** A whole number between two others, both included. */
export function wholeNumber(from: number, to: number) {
  const predicate = `a whole number from ${from} to ${to}`;
  return z
    .int({ error: must(predicate) })
    .min(from, `must be ${predicate}`)
    .max(to, `must be ${predicate}`);
}

/** An address that requests are sent to. */
export const httpUrl = text.refine(
  isHttpUrl,
  'must be an http or https URL without user name, query or fragment',
);

/** An address that tokens are sent to: https, or http on this machine (RFC 6749 section 3.2 demands TLS). */
export const secureUrl = text.refine(
  (value) => isHttpUrl(value) && (value.toLowerCase().startsWith('https:') || isLoopbackUrl(value)),
  'must be an https URL, or an http URL on this machine',
);

/** Where the authorization server sends the browser back to. */
export const redirectUrl = text.refine(
  (value) => isHttpUrl(value) && (value.toLowerCase().startsWith('https:') || isLoopbackUrl(value)),
  'must be an https URL, or http://localhost:PORT/PATH',
);

const PROXY_PROTOCOLS = new Set(['http:', 'https:', 'socks5:']);

/** A proxy's address; empty text stands for none named. */
export const proxyUrl = anyText
  .trim()
  .refine((value) => value === '' || isProxyUrl(value), 'must be a http, https or socks5 URL with a host');

/** As `proxyUrl`, or `none` for a direct connection. */
export const proxyOrNone = anyText
  .trim()
  .refine(
    (value) => value === '' || value === 'none' || isProxyUrl(value),
    'must be a http, https or socks5 URL with a host, or none',
  );

/** An email address as an account's name; empty text stands for none. */
export const emailText = anyText
  .trim()
  .refine((value) => value === '' || /^[^\s@]+@[^\s@]+$/.test(value), 'must be an email address');

/** Header names with their values; the names are checked by `normaliseHeaders`. */
export const headers = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean()], { error: must('text') }),
  { error: must('a mapping of header names to values') },
);

/** `name:port`, as it stands in a Host header. */
export const hostAndPort = text
  .toLowerCase()
  .refine(
    (value) =>
      /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+):([1-9]\d{0,4})$/.test(value) &&
      Number(value.split(':').at(-1)) < 65_536,
    'must be a host with a port, such as gateway.example:9090',
  );

/** A host name or IP address to listen on. */
export const hostName = text.regex(
  /^([A-Za-z0-9._-]+|\[?[0-9A-Fa-f:.]+\]?)$/,
  'must be a host name or an IP address',
);

/** The values of `strategy`, in the order in which they are offered. */
export const STRATEGIES = [
  'priority',
  'round_robin',
  'least_used',
  'soonest_reset',
] as const satisfies Strategy[];

/** How the next account is chosen. */
export const strategy = z.enum(STRATEGIES, {
  error: must('priority, round_robin, least_used or soonest_reset'),
});

/** Words for the log levels: ours, and the other spellings of the older formats. */
export const LOG_LEVEL_WORDS: Readonly<Record<string, LogLevel>> = {
  trace: 'trace',
  debug: 'debug',
  info: 'info',
  notice: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  critical: 'error',
  fatal: 'error',
};

/** A log level in any of its spellings. */
export const logLevel = z
  .string({ error: must('trace, debug, info, warn or error') })
  .trim()
  .toLowerCase()
  .refine((word) => Object.hasOwn(LOG_LEVEL_WORDS, word), 'must be trace, debug, info, warn or error');

const ACCEPTANCE = 'true, false or the date of acceptance such as 2026-11-22';

/** Whether the terms note is accepted: true, false, or the date of it. */
export const acceptance = z.union([z.boolean(), z.string().refine(isDate, `must be ${ACCEPTANCE}`)], {
  error: must(ACCEPTANCE),
});

function isDate(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}/.test(value) && !Number.isNaN(Date.parse(value));
}

function isHttpUrl(value: string): boolean {
  const url = URL.parse(value);
  return (
    url !== null &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.username === '' &&
    url.password === '' &&
    !/[?#\s]/.test(value)
  );
}

function isLoopbackUrl(value: string): boolean {
  return isLoopbackHost(URL.parse(value)?.hostname ?? '');
}

function isProxyUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && PROXY_PROTOCOLS.has(url.protocol) && url.hostname !== '' && !/\s/.test(value);
}
