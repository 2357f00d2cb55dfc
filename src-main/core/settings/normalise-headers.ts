import type { Findings } from './findings.ts';
import type { Path } from './settings-problem.ts';
import { says } from './statement.ts';

/** Names that belong to the connection or the message's framing and may not be set by hand (RFC 9110 sections 7.6.1 and 8.6). */
const FRAMING_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Custom headers with names in lower case; names and values that HTTP does not allow are errors. */
export function normaliseHeaders(
  headers: Readonly<Record<string, string | number | boolean>>,
  path: Path,
  findings: Findings,
): Record<string, string> {
  const result = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    const text = String(value).trim();
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(lower)) {
      findings.error('wrong-value', path, says('header.badName'));
    } else if (FRAMING_HEADERS.has(lower)) {
      findings.error('wrong-value', [...path, name], says('header.framing'));
    } else if (result.has(lower)) {
      findings.error('wrong-value', [...path, name], says('header.twice'));
    } else if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) {
      findings.error('wrong-value', [...path, name], says('header.badValue'));
    }
    result.set(lower, text);
  }
  return Object.fromEntries(result);
}
