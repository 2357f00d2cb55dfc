/**
 * The first event of a stream decides whether the stream may be committed to the client: an `error` there is a
 * failure of the attempt, everything else (a comment and a `ping` too) is passed on at once.
 */

export type FirstEvent =
  /** Not enough bytes yet to tell. */
  | { readonly kind: 'unknown' }
  /** Anything but an error. */
  | { readonly kind: 'fine' }
  /** An error; `data` is the text of its data lines. */
  | { readonly kind: 'error'; readonly data: string };

/** An error event longer than this is committed unread, in bytes. */
const MAX_ERROR_EVENT_BYTES = 64 * 1024;

const UNKNOWN: FirstEvent = { kind: 'unknown' };
const FINE: FirstEvent = { kind: 'fine' };

/** The usual beginning, checked first because almost every stream has it. */
const USUAL = Buffer.from('event: message_start');

/** What the first event is, judged from the beginning of the (decoded) stream. */
export function firstEvent(bytes: Buffer): FirstEvent {
  if (bytes.length >= USUAL.length && bytes.subarray(0, USUAL.length).equals(USUAL)) return FINE;
  if (bytes.length > MAX_ERROR_EVENT_BYTES) return FINE;
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const lines = text.split(/\r\n|\n|\r/);
  const unfinishedLine = lines.pop() ?? '';
  let type: string | null = null;
  let data = '';
  for (const line of lines) {
    if (line === '') {
      if (type === null && data === '') continue;
      return isError(type, data) ? { kind: 'error', data } : FINE;
    }
    if (line.startsWith(':')) return FINE;
    const [field, value] = splitField(line);
    if (field === 'event') type = value;
    else if (field === 'data') data += data === '' ? value : `\n${value}`;
    if (type !== null && type !== 'error') return FINE;
    if (type === null && data !== '' && !isError(null, data)) return FINE;
  }
  // A line that can no longer become a field of an event is nothing to wait for.
  return /^(?:|:|[a-z]{1,5}|event:.*|data:.*|id:.*|retry:.*)$/s.test(unfinishedLine) ? UNKNOWN : FINE;
}

function splitField(line: string): [string, string] {
  const colon = line.indexOf(':');
  if (colon < 0) return [line, ''];
  return [line.slice(0, colon), line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)];
}

/** Some providers leave out the `event:` line; the type then stands in the data alone. */
function isError(type: string | null, data: string): boolean {
  if (type !== null) return type === 'error';
  try {
    const parsed: unknown = JSON.parse(data);
    return typeof parsed === 'object' && parsed !== null && (parsed as { type?: unknown }).type === 'error';
  } catch {
    return false;
  }
}
