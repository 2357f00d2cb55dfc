import { fail, ok, type Result } from '../lib/result.ts';

/** Largest body of a management request, in bytes. */
export const MAX_MANAGEMENT_BODY_BYTES = 1024 * 1024;

export type JsonBodyFailure = 'unsupported_media_type' | 'payload_too_large' | 'invalid_json';

/**
 * Reads a JSON body. Another content type is refused: a page of another site can send text or a form
 * without asking the browser first (a CORS "simple request"), but not JSON. A request without a body, which
 * such a page could send too, counts as `{}`; the admin token and the Origin check stand before it.
 */
export async function readJsonBody(request: Request): Promise<Result<unknown, JsonBodyFailure>> {
  const contentType = request.headers.get('content-type');
  if (contentType !== null && !isJson(contentType)) {
    return fail('unsupported_media_type', 'The content type is not application/json.');
  }
  const text = await readText(request);
  if (text === null) return fail('payload_too_large', 'The body is too large.');
  if (text.trim() === '') return ok({});
  if (contentType === null) return fail('unsupported_media_type', 'The body has no content type.');
  try {
    return ok(JSON.parse(text));
  } catch {
    return fail('invalid_json', 'The body is not valid JSON.');
  }
}

function isJson(contentType: string): boolean {
  return contentType.split(';')[0]?.trim().toLowerCase() === 'application/json';
}

/** The whole body, or null as soon as it is too large, however much more would follow. */
async function readText(request: Request): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_MANAGEMENT_BODY_BYTES) return null;
  if (request.body === null) return '';
  const decoder = new TextDecoder();
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  let bytes = 0;
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > MAX_MANAGEMENT_BODY_BYTES) {
      await reader.cancel();
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}
