/** The variables of `env` that point Claude Code at a gateway. Nothing else of a settings file is ever ours. */
export const BASE_URL = 'ANTHROPIC_BASE_URL';
export const AUTH_TOKEN = 'ANTHROPIC_AUTH_TOKEN';
export const CUSTOM_HEADERS = 'ANTHROPIC_CUSTOM_HEADERS';

export const OUR_VARIABLES = [BASE_URL, AUTH_TOKEN, CUSTOM_HEADERS] as const;
export type OurVariable = (typeof OUR_VARIABLES)[number];

/** What a connected settings file says. */
export interface Connection {
  /** e.g. `http://127.0.0.1:9090` */
  readonly baseUrl: string;
  readonly key: string;
  /** Claude Code's own login stays: a custom header carries the key, and no token is set. */
  readonly keepSignIn: boolean;
}

/** The running gateway, as far as it decides what is ours. */
export interface OwnGateway {
  readonly baseUrl: string;
  /** Whether a text is one of the client keys in force. */
  isKey(text: string): boolean;
}

/** What is remembered of a file that was connected, so that it can be put back. Holds the user's former values. */
export interface Memory {
  /** What was ever written into this file, newest first. */
  readonly ours: { readonly baseUrls: readonly string[]; readonly keys: readonly string[] };
  /** Raw JSON that stood at our variables before; null = nothing. */
  readonly former: Readonly<Record<OurVariable, string | null>>;
  readonly formerEnv: FormerEnv;
  /** How a text of ours becomes the original again, byte for byte; newest first. */
  readonly undo: readonly Undo[];
}

export type FormerEnv =
  | { readonly kind: 'absent' }
  | { readonly kind: 'object' }
  /** Something that held no variable, e.g. `null` or `{}`. */
  | { readonly kind: 'raw'; readonly raw: string };

/** For the text with this fingerprint: put `text` in the place of `length` UTF-16 units from `offset`. */
export interface Undo {
  readonly fingerprint: string;
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** Names by which a program on this machine may be addressed. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '0.0.0.0', '[::]']);

/** Whether two addresses lead to one port of this machine. */
export function isSameAddress(one: string, other: string): boolean {
  const a = URL.parse(one);
  const b = URL.parse(other);
  if (a === null || b === null) return false;
  const sameHost = a.hostname === b.hostname || (LOOPBACK.has(a.hostname) && LOOPBACK.has(b.hostname));
  return sameHost && a.protocol === b.protocol && a.port === b.port && barePath(a) === barePath(b);
}

const barePath = ({ pathname }: URL) => pathname.replace(/\/+$/, '');
