import { z } from 'zod';
import { isLoopbackHost } from './listen-host.ts';
import { readServingHours } from './serving-hours.ts';
import type { LogLevel, Strategy } from './settings.ts';
import { asIssue, type StatementId, type StatementValues } from './statement.ts';

/**
 * The kinds of values in a settings document. The message of every issue is a statement (`asIssue`) that
 * completes the sentence which begins with the key ("server.port must be …").
 */

/** The issue of a value that is absent, or of the wrong type. */
export const must =
  <Id extends StatementId>(id: Id, ...values: StatementValues<Id>) =>
  (issue: { readonly input?: unknown }) =>
    issue.input === undefined ? asIssue('missing') : asIssue(id, ...values);

const MAX_TEXT_LENGTH = 4_096;
const MAX_NAME_LENGTH = 200;

const anyText = z
  .string({ error: must('must.text') })
  .max(MAX_TEXT_LENGTH, asIssue('tooLong', { max: MAX_TEXT_LENGTH }));

/** Text with something in it, without blanks around it. */
export const text = anyText.trim().min(1, asIssue('empty'));

/** A name that is shown and typed in commands. */
export const nameText = text
  .max(MAX_NAME_LENGTH, asIssue('tooLong', { max: MAX_NAME_LENGTH }))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses.
  .regex(/^[^\u0000-\u001f\u007f]*$/, asIssue('controlCharacters'));

/** True or false; also the words of YAML 1.1, which one of the older programs reads. */
export const yesNo = z.union([z.boolean(), z.stringbool({ truthy: ['yes', 'on'], falsy: ['no', 'off'] })], {
  error: must('must.yesNo'),
});

/** A number of seconds, at least `from`, at most a day. */
export const seconds = (from: number) => numberBetween(from, 86_400, 'must.seconds');

/** A number between two others, both included. */
export function numberBetween(
  from: number,
  to: number,
  id: 'must.number' | 'must.seconds' | 'must.megabytes' = 'must.number',
) {
  const outside = asIssue(id, { from, to });
  return z
    .number({ error: must(id, { from, to }) })
    .min(from, outside)
    .max(to, outside);
}

/** A whole number between two others, both included. */
export function wholeNumber(from: number, to: number) {
  const outside = asIssue('must.wholeNumber', { from, to });
  return z
    .int({ error: must('must.wholeNumber', { from, to }) })
    .min(from, outside)
    .max(to, outside);
}

/** An address that requests are sent to. */
export const httpUrl = text.refine(isHttpUrl, asIssue('must.httpUrl'));

/** An address that tokens are sent to: https, or http on this machine (RFC 6749 section 3.2 demands TLS). */
export const secureUrl = text.refine(
  (value) => isHttpUrl(value) && (value.toLowerCase().startsWith('https:') || isLoopbackUrl(value)),
  asIssue('must.secureUrl'),
);

/** Where the authorization server sends the browser back to. */
export const redirectUrl = text.refine(
  (value) => isHttpUrl(value) && (value.toLowerCase().startsWith('https:') || isLoopbackUrl(value)),
  asIssue('must.redirectUrl'),
);

const PROXY_PROTOCOLS = new Set(['http:', 'https:', 'socks5:']);

/** A proxy's address; empty text stands for none named. */
export const proxyUrl = anyText
  .trim()
  .refine((value) => value === '' || isProxyUrl(value), asIssue('must.proxy'));

/** As `proxyUrl`, or `none` for a direct connection. */
export const proxyOrNone = anyText
  .trim()
  .refine((value) => value === '' || value === 'none' || isProxyUrl(value), asIssue('must.proxyOrNone'));

/** The hours of the local day in which an account serves; empty text stands for always. */
export const servingHours = anyText
  .trim()
  .refine((value) => value === '' || readServingHours(value) !== null, asIssue('must.hours'));

/** An email address as an account's name; empty text stands for none. */
export const emailText = anyText
  .trim()
  .refine((value) => value === '' || /^[^\s@]+@[^\s@]+$/.test(value), asIssue('must.email'));

/** Header names with their values; the names are checked by `normaliseHeaders`. */
export const headers = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean()], { error: must('must.headerText') }),
  { error: must('must.headers') },
);

/** `name:port`, as it stands in a Host header. */
export const hostAndPort = text
  .toLowerCase()
  .refine(
    (value) =>
      /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+):([1-9]\d{0,4})$/.test(value) &&
      Number(value.split(':').at(-1)) < 65_536,
    asIssue('must.hostAndPort'),
  );

/** A host name or IP address to listen on. */
export const hostName = text.regex(/^([A-Za-z0-9._-]+|\[?[0-9A-Fa-f:.]+\]?)$/, asIssue('must.host'));

/** The values of `strategy`, in the order in which they are offered. */
export const STRATEGIES = [
  'priority',
  'round_robin',
  'least_used',
  'soonest_reset',
] as const satisfies Strategy[];

/** How the next account is chosen. */
export const strategy = z.enum(STRATEGIES, {
  error: must('must.strategy'),
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
  .string({ error: must('must.logLevel') })
  .trim()
  .toLowerCase()
  .refine((word) => Object.hasOwn(LOG_LEVEL_WORDS, word), asIssue('must.logLevel'));

/** Whether the terms note is accepted: true, false, or the date of it. */
export const acceptance = z.union([z.boolean(), z.string().refine(isDate, asIssue('must.acceptance'))], {
  error: must('must.acceptance'),
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
