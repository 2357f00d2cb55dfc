import { describe, expect, it } from 'vitest';
import { MAX_MANAGEMENT_BODY_BYTES, readJsonBody } from '../../../src-main/core/management/json-body.ts';

function post(body: BodyInit | null, contentType: string | null): Request {
  const headers = new Headers(contentType === null ? {} : { 'content-type': contentType });
  const request = new Request('http://rota/', {
    method: 'POST',
    body,
    headers,
    duplex: 'half',
  } as RequestInit);
  // `Request` adds a content type of its own for texts.
  if (contentType === null) request.headers.delete('content-type');
  return request;
}

describe('a JSON body', () => {
  it.each(['application/json', 'Application/JSON; charset=utf-8'])('is read as %s', async (type) => {
    expect(await readJsonBody(post('{"a":"工作"}', type))).toEqual({ ok: true, value: { a: '工作' } });
  });

  it.each([
    'text/plain',
    'text/plain; a=application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
  ])('is refused as %s, which a page of another site may send', async (type) => {
    const read = await readJsonBody(post('{"a":1}', type));
    expect(read).toMatchObject({ error: { code: 'unsupported_media_type' } });
  });

  it('is refused without a content type', async () => {
    const read = await readJsonBody(post(new TextEncoder().encode('{"a":1}'), null));
    expect(read).toMatchObject({ error: { code: 'unsupported_media_type' } });
  });

  it('counts as empty where there is none', async () => {
    expect(await readJsonBody(post(null, null))).toEqual({ ok: true, value: {} });
    expect(await readJsonBody(post('  ', 'application/json'))).toEqual({ ok: true, value: {} });
  });

  it('must be JSON', async () => {
    const read = await readJsonBody(post('{"a":', 'application/json'));
    expect(read).toMatchObject({ error: { code: 'invalid_json' } });
  });

  it('is read up to its limit and not a byte further, whatever its length header says', async () => {
    const full = JSON.stringify('x'.repeat(MAX_MANAGEMENT_BODY_BYTES - 2));
    expect(await readJsonBody(post(full, 'application/json'))).toMatchObject({ ok: true });
    expect(await readJsonBody(post(`${full} `, 'application/json'))).toMatchObject({
      error: { code: 'payload_too_large' },
    });

    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(64 * 1024).fill(0x20));
      },
    });
    expect(await readJsonBody(post(endless, 'application/json'))).toMatchObject({
      error: { code: 'payload_too_large' },
    });
    expect(pulled).toBeLessThan(20);
  });
});
