import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classifyAnswer } from '../../../src-main/core/providers/classify-answer.ts';
import { headersFrom } from '../../support/header-record.ts';

interface Vectors {
  readonly now: number;
  readonly model: string;
  readonly answers: readonly {
    readonly name: string;
    readonly status: number;
    readonly headers: Record<string, string>;
    readonly body: string | null;
    readonly expected: Record<string, unknown>;
  }[];
}

const vectors: Vectors = JSON.parse(
  readFileSync(new URL('../../vectors/headers/answers.json', import.meta.url), 'utf8'),
);
const request = { pathKind: 'messages', model: vectors.model } as const;

describe('the outcome table', () => {
  it.each(vectors.answers)('names the answer $name', ({ status, headers, body, expected }) => {
    const prefix = body === null ? null : Buffer.from(body);
    const { windows: _, ...outcome } = {
      windows: [],
      ...classifyAnswer({ status, headers: headersFrom(headers) }, prefix, request, vectors.now),
    };
    expect(outcome).toEqual(expected);
  });

  it('decides every answer without a body, too', () => {
    for (let status = 100; status < 600; status++) {
      expect(classifyAnswer({ status, headers: headersFrom({}) }, null, request, vectors.now).kind).toMatch(
        /^[a-z-]+$/,
      );
    }
  });

  it('reads the windows of a rejection, so that the limits shown are the newest', () => {
    const { status, headers } = vectors.answers.find((answer) => answer.name === 'five-hour-rejected')!;
    const outcome = classifyAnswer({ status, headers: headersFrom(headers) }, null, request, vectors.now);
    expect(outcome.kind === 'quota-rejected' && outcome.windows.map((window) => window.name)).toEqual([
      '5h',
      '7d',
      'overage',
    ]);
  });

  it('closes the account for an unheard-of window when no model was asked for', () => {
    const { status, headers } = vectors.answers.find(
      (answer) => answer.name === 'unheard-of-claim-rejected',
    )!;
    const outcome = classifyAnswer(
      { status, headers: headersFrom(headers) },
      null,
      { pathKind: 'other', model: null },
      vectors.now,
    );
    expect(outcome).toMatchObject({ kind: 'quota-rejected', scope: { kind: 'account' } });
  });

  it('does not mistake a prompt that is quoted far down in an error for a sentence of the upstream', () => {
    const message = `messages.0: ${'x'.repeat(3_000)} your credit balance is too low`;
    const body = Buffer.from(
      JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message } }),
    );
    expect(classifyAnswer({ status: 400, headers: headersFrom({}) }, body, request, vectors.now).kind).toBe(
      'rejected',
    );
  });

  it('takes bytes that are no text without complaint', () => {
    const body = Uint8Array.from({ length: 256 }, (_, index) => index);
    expect(classifyAnswer({ status: 403, headers: headersFrom({}) }, body, request, vectors.now).kind).toBe(
      'forbidden',
    );
  });

  it.each(['null', '[]', '"text"', '{"error":null}', '{"error":{"message":7}}'])(
    'takes the unusual JSON body %s without complaint',
    (body) => {
      const outcome = classifyAnswer(
        { status: 400, headers: headersFrom({}) },
        Buffer.from(body),
        request,
        vectors.now,
      );
      expect(outcome).toEqual({ kind: 'rejected', status: 400 });
    },
  );
});
