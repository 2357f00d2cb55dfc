/** What a classifier needs from the beginning of an error answer; it stays inside `providers` and is never logged. */
export interface ErrorBody {
  /** `error.type` of the vendor's envelope, e.g. `permission_error`; empty where there is none. */
  readonly type: string;
  /** The human sentence, in lower case; the whole text where the body is no known envelope. */
  readonly message: string;
  readonly html: boolean;
}

/** Text beyond this many characters is not searched: error sentences are short, and quoted prompts are not. */
const MAX_MESSAGE_LENGTH = 2_000;

const NO_BODY: ErrorBody = { type: '', message: '', html: false };

/** Reads the decoded, possibly cut beginning of an error body; null where none was read. */
export function readErrorBody(prefix: Uint8Array | null, contentType: string | undefined): ErrorBody {
  if (!prefix || prefix.length === 0) return { ...NO_BODY, html: isHtmlType(contentType) };
  const text = new TextDecoder().decode(prefix).trimStart();
  if (isHtmlType(contentType) || /^<(?:!doctype|html)\b/i.test(text)) {
    return { type: '', message: lowered(text), html: true };
  }
  const envelope = parseEnvelope(text);
  return { type: envelope.type, message: lowered(envelope.message), html: false };
}

function isHtmlType(contentType: string | undefined): boolean {
  return contentType !== undefined && /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType);
}

function lowered(text: string): string {
  return text.slice(0, MAX_MESSAGE_LENGTH).toLowerCase();
}

function parseEnvelope(text: string): { type: string; message: string } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Plain text, or JSON that was cut: in both cases the words are there to be found.
    return { type: /"type"\s*:\s*"(\w+_error)"/.exec(text)?.[1] ?? '', message: text };
  }
  // The vendor's own shape, then what compatible providers answer: {error: "…"}, {message}, {detail}.
  const outer = fieldsOf(parsed);
  const inner = fieldsOf(outer.error);
  const message = [inner.message, outer.error, outer.message, outer.detail].find(isText);
  return { type: isText(inner.type) ? inner.type : '', message: message ?? '' };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
