/**
 * Takes out of a report what belongs to its user: secrets, emails, names, own hosts, the home folder. What stood
 * there is numbered, so that a reader still sees where two places speak of the same thing. It works on every text
 * of the whole report, at whatever depth, so that no field can be forgotten.
 */

/** What is known to be personal. */
export interface PersonalThings {
  /** Names of accounts and providers. */
  readonly names: readonly string[];
  /** Hosts that the settings name. */
  readonly hosts: readonly string[];
  readonly homeDir: string;
}

/** A value of a report with its texts redacted. */
export type Redactor = (value: unknown) => unknown;

const SECRETS = [
  /\b(?:Bearer|Basic)\s+\S+/gi,
  /\bsk-[\w-]{8,}/g,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  // Keys and tokens of Rota's own form, and identifiers as long as they.
  /[\w-]{32,}/g,
];
const EMAIL = /[^\s@"'“”<>()[\]{},;:=/]+@[^\s@"'“”<>()[\]{},;:=/]+\.[^\s@"'“”<>()[\]{},;:=/.]+/g;
const URL_IN_TEXT = /\b(https?|socks5h?):\/\/([^\s"'“”<>]+)/gi;
const IPV4 = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;

/** Hosts that everybody has in common. */
const COMMON_HOST =
  /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]|::1|(?:.+\.)?(?:anthropic\.com|claude\.ai|claude\.com))$/i;
/** Names that say nothing about anybody. */
const COMMON_NAME = /^(?:claude|anthropic|claude code official|compatible|api key|simulated|rota)$/i;
/** A shorter name would be found inside of other words. */
const MIN_NAME_LENGTH = 3;

export function createRedactor({ names, hosts, homeDir }: PersonalThings): Redactor {
  const numbered = new Map<string, string>();
  const number = (kind: string, text: string) => {
    const id = `${kind} ${text.toLowerCase()}`;
    const count = [...numbered.keys()].filter((key) => key.startsWith(`${kind} `)).length;
    if (!numbered.has(id)) numbered.set(id, `<${kind} ${count + 1}>`);
    return numbered.get(id)!;
  };
  const ownHosts = longestFirst(hosts.filter((host) => !COMMON_HOST.test(host)));
  const ownNames = longestFirst(
    names.filter((name) => name.length >= MIN_NAME_LENGTH && !COMMON_NAME.test(name) && !name.includes('@')),
  );

  const address = (_all: string, scheme: string, rest: string) => {
    const authority = rest.split(/[/?#]/, 1)[0]!;
    const host = authority.replace(/^.*@/, '').replace(/:\d+$/, '');
    // Of an address of somebody's own, the path may name a tenant or hold a token.
    if (!COMMON_HOST.test(host)) return `${scheme}://${number('host', host)}`;
    return `${scheme}://${rest.replace(/^[^/]*@/, '').replace(/\?.*$/, '')}`;
  };

  const text = (value: string): string => {
    let clean = value;
    if (homeDir.length > 1) clean = clean.replaceAll(homeDir, '~');
    clean = clean.replace(URL_IN_TEXT, address);
    clean = clean.replace(EMAIL, (email) => number('email', email));
    for (const name of ownNames) clean = clean.replace(wholeWord(name), () => number('name', name));
    for (const host of ownHosts) clean = clean.replace(wholeWord(host), () => number('host', host));
    for (const secret of SECRETS) clean = clean.replace(secret, '<removed>');
    return clean.replace(IPV4, (ip) => (COMMON_HOST.test(ip) ? ip : number('address', ip)));
  };

  const redact: Redactor = (value) => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(redact);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [text(name), redact(one)]));
  };
  return redact;
}

/** The text where it is not a part of a longer word. */
function wholeWord(text: string): RegExp {
  const literal = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'gu');
}

/** So that a name which holds another one is replaced whole. */
function longestFirst(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort((a, b) => b.length - a.length);
}
