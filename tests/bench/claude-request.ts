/**
 * Requests in the shape Claude Code sends them: the wire order of the headers, a JSON body with `model`
 * first and `metadata` and `stream` near the end, and one session id in both places.
 */

export const KILOBYTE = 1024;
export const MEGABYTE = 1024 * 1024;

/** Smallest body that holds all keys. */
const MIN_BODY_BYTES = 600;
/** Longest text of one message, in characters. */
const MESSAGE_CHARS = 4000;

/** Text with what a scanner of JSON must step over: escaped quotes, backslashes, braces, letters outside ASCII. */
const SAMPLE_TEXT =
  'Please look at src/relay.ts: "pipeline(source, sink)" throws {"code":"EPIPE"} on line 42.\n' +
  "\tif (chunk.includes('\\n')) { return [head, ...rest]; } // the naïve way, läuft trotzdem\n" +
  'The log says: \\"stream\\":true, metadata: {"user_id":"nobody"} and then nothing for 3 s.\n';

export interface RequestBody {
  /** Everything up to the session id's part: shared by all connections. */
  readonly prefix: Buffer;
  /** From `metadata` to the end: differs by session, always of the same length. */
  tail(sessionId: string): Buffer;
  readonly bytes: number;
}

/** Builds a body of exactly `bytes` bytes; throws below 600. */
export function buildBody(bytes: number, stream: boolean): RequestBody {
  if (bytes < MIN_BODY_BYTES) throw new Error(`A body needs at least ${MIN_BODY_BYTES} bytes, not ${bytes}.`);
  const tail = (sessionId: string) => Buffer.from(bodyTail(sessionId, stream));
  const prefixBytes = bytes - tail(sessionIdOf(0)).length;
  return { prefix: bodyPrefix(prefixBytes), tail, bytes };
}

/** A fixed UUID for the n-th session. */
export function sessionIdOf(index: number): string {
  return `5e551017-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}

/** The request head; `extraHeaders` stand where Claude Code puts those of `ANTHROPIC_CUSTOM_HEADERS`. */
export function buildHead(options: {
  readonly url: URL;
  readonly authorization: string;
  readonly sessionId: string;
  readonly bodyBytes: number;
  readonly extraHeaders: Readonly<Record<string, string>>;
}): Buffer {
  const lines = [
    `POST ${options.url.pathname === '/' ? '' : options.url.pathname}/v1/messages?beta=true HTTP/1.1`,
    'Accept: application/json',
    `Authorization: ${options.authorization}`,
    'Content-Type: application/json',
    'User-Agent: claude-cli/2.1.330 (external, cli)',
    `X-Claude-Code-Session-Id: ${options.sessionId}`,
    ...Object.entries(options.extraHeaders).map(([name, value]) => `${name}: ${value}`),
    'X-Stainless-Arch: x64',
    'X-Stainless-Lang: js',
    'X-Stainless-OS: Linux',
    'X-Stainless-Package-Version: 0.128.0',
    'X-Stainless-Retry-Count: 0',
    'X-Stainless-Runtime: node',
    'X-Stainless-Runtime-Version: v24.3.0',
    'X-Stainless-Timeout: 600',
    'anthropic-beta: claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,' +
      'per-turn-control-2026-07-01,mid-conversation-tool-changes-2026-07-01,thinking-token-count-2026-05-13,' +
      'advanced-tool-use-2025-11-20,effort-2025-11-24',
    'anthropic-dangerous-direct-browser-access: true',
    'anthropic-version: 2023-06-01',
    'x-app: cli',
    'Connection: keep-alive',
    `Host: ${options.url.host}`,
    'Accept-Encoding: gzip, deflate, br, zstd',
    `Content-Length: ${options.bodyBytes}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

function bodyPrefix(bytes: number): Buffer {
  const open = '{"model":"claude-sonnet-5-5","messages":[';
  const close = '],';
  const messages: string[] = [];
  let left = bytes - open.length - close.length;
  for (let index = 0; left > 0; index++) {
    const shell = messageShell(index);
    const isLast = left < 2 * MESSAGE_CHARS;
    const text = isLast ? exactText(left - shell.length) : sampleText(index);
    const message = shell.replace('\0', () => text);
    messages.push(message);
    left -= isLast ? left : Buffer.byteLength(message);
  }
  return Buffer.from(open + messages.join('') + close);
}

/** A message with a NUL where its text goes, led by a comma unless it is the first. The NUL stands for one byte. */
function messageShell(index: number): string {
  const role = index % 2 === 0 ? 'user' : 'assistant';
  return `${index === 0 ? '' : ','}{"role":"${role}","content":[{"type":"text","text":"\0"}]}`;
}

function sampleText(index: number): string {
  const text = `${index}: ${SAMPLE_TEXT.repeat(20)}`.slice(0, MESSAGE_CHARS / 2);
  return JSON.stringify(text).slice(1, -1);
}

/** JSON-escaped text that fills what a shell leaves free, the shell's NUL included. */
function exactText(bytesBesideShell: number): string {
  return 'plain words, '.repeat(Math.ceil(bytesBesideShell / 13) + 1).slice(0, bytesBesideShell + 1);
}

function bodyTail(sessionId: string, stream: boolean): string {
  const userId = { device_id: 'd1'.repeat(32), account_uuid: '', session_id: sessionId };
  const tail = {
    metadata: { user_id: JSON.stringify(userId) },
    max_tokens: 128000,
    thinking: { type: 'adaptive', display: 'omitted' },
    context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
    output_config: { effort: 'medium' },
    stream,
  };
  return JSON.stringify(tail).slice(1);
}
