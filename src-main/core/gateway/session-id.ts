import type { HeaderLines } from './header-lines.ts';
import type { RequestScan } from './request-scan.ts';

/** Claude Code's session id; equal to the one in the body, and unchanged by `--continue`. */
const SESSION_HEADER = 'x-claude-code-session-id';
/** Longest id taken seriously, in characters. */
const MAX_LENGTH = 256;

/** The session of a request: from its header, else from the body; null where it names none. */
export function sessionIdOf(headers: HeaderLines, scan: RequestScan): string | null {
  const header = headers.get(SESSION_HEADER);
  return header !== undefined && header !== '' && header.length <= MAX_LENGTH ? header : scan.sessionId;
}
