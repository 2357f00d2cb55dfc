import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renameModel } from '../../../src-main/core/gateway/rename-model.ts';
import { scanRequest } from '../../../src-main/core/gateway/request-scan.ts';
import { bodyOf, pieceSizes } from '../../support/chunking.ts';

/** Text with everything that a careless scanner trips over. */
const nastyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('"', '\\', '\\"', '\\\\', '{', '}', '[', ',"model":"x"', '\n', '😀'),
    ),
    {
      maxLength: 30,
    },
  )
  .map((parts) => parts.join(''));

const sessionId = fc.uuid();
const metadata = fc.oneof(
  sessionId.map((id) => ({ user_id: JSON.stringify({ device_id: 'd', account_uuid: '', session_id: id }) })),
  nastyText.map((text) => ({ user_id: text })),
  fc.constant(null),
);

/** Bodies in Claude Code's shape and in every other order, small and large. */
const requests = fc
  .record(
    {
      model: fc.oneof(
        fc.constantFrom('claude-opus-5-5', 'claude-sonnet-5-5'),
        nastyText,
        fc.integer(),
        fc.constant(null),
      ),
      messages: fc.array(fc.record({ role: fc.constant('user'), content: nastyText }), { maxLength: 8 }),
      system: fc.oneof(
        nastyText,
        fc.integer({ min: 0, max: 20_000 }).map((n) => 'x"\\'.repeat(n)),
      ),
      metadata,
      max_tokens: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
      thinking: fc.record({ type: fc.constant('adaptive'), nested: fc.json() }),
      stream: fc.oneof(fc.boolean(), fc.constant('true')),
    },
    { requiredKeys: [] },
  )
  .chain((body) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant(body as Record<string, unknown>) },
      {
        weight: 1,
        arbitrary: fc
          .shuffledSubarray(Object.keys(body), { minLength: Object.keys(body).length })
          .map((keys) =>
            Object.fromEntries(keys.map((key) => [key, (body as Record<string, unknown>)[key]])),
          ),
      },
    ),
  );

const spacing = fc.constantFrom(undefined, 1, '\t', '\n  ');

function fromJsonParse(text: string) {
  const body = JSON.parse(text) as Record<string, unknown>;
  const name = (value: unknown) =>
    typeof value === 'string' && value !== '' && value.length <= 256 ? value : null;
  let session: string | null = null;
  try {
    const userId = (body['metadata'] as { user_id?: unknown } | null)?.user_id;
    const parsed = typeof userId === 'string' && userId.startsWith('{') ? JSON.parse(userId) : null;
    session = name(parsed?.session_id);
  } catch {}
  return { model: name(body['model']), stream: body['stream'] === true, sessionId: session };
}

describe('the request scan', () => {
  it('finds what JSON.parse finds, for every order of members, spacing and chunking', () => {
    fc.assert(
      fc.property(requests, spacing, pieceSizes, (request, indent, sizes) => {
        const text = JSON.stringify(request, null, indent);
        expect(scanRequest(bodyOf(Buffer.from(text), sizes))).toEqual(fromJsonParse(text));
      }),
      { numRuns: 400 },
    );
  });

  it('asks for nothing where the body is not a JSON object', () => {
    const nothing = { model: null, stream: false, sessionId: null };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6_000 }), (bytes) => {
        fc.pre(bytes[0] !== 0x7b);
        expect(scanRequest(bodyOf(Buffer.from(bytes)))).toEqual(nothing);
      }),
      { numRuns: 100 },
    );
    for (const text of [
      '',
      '[]',
      'null',
      '"model"',
      '{"model":"m"',
      `{"model":"m",${'"a":1,'.repeat(2_000)}`,
    ]) {
      expect(scanRequest(bodyOf(Buffer.from(text)))).toEqual(nothing);
    }
  });

  it('takes the later of two members with one name at the end, as JSON.parse does', () => {
    const text = `{"model":"first","system":"${'s'.repeat(9_000)}","metadata":null,"stream":false,"model":"last","stream":true}`;
    expect(scanRequest(bodyOf(Buffer.from(text)))).toEqual({ model: 'last', stream: true, sessionId: null });
  });

  it('survives 10,000 levels of nesting', () => {
    const text = `{"model":"m","messages":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
    expect(scanRequest(bodyOf(Buffer.from(text))).model).toBe('m');
  });

  it('calls a model that is a number no model', () => {
    expect(scanRequest(bodyOf(Buffer.from('{"model":5,"stream":true}'))).model).toBeNull();
  });
});

describe('a model rename', () => {
  it('changes the value of the top-level model and no other byte', () => {
    fc.assert(
      fc.property(requests, spacing, pieceSizes, nastyText, (request, indent, sizes, name) => {
        const text = JSON.stringify(request, null, indent);
        const renamed = renameModel(bodyOf(Buffer.from(text), sizes), name);
        const bytes = Buffer.concat(renamed.chunks);
        expect(renamed.byteLength).toBe(bytes.length);
        if (typeof request['model'] !== 'string') {
          expect(bytes.toString()).toBe(text);
          return;
        }
        expect(JSON.parse(bytes.toString())).toEqual({ ...JSON.parse(text), model: name.toWellFormed() });
        const keyAt = text.indexOf('"model"', 0);
        if (Object.keys(request)[0] === 'model') {
          const valueAt = text.indexOf('"', keyAt + '"model"'.length);
          expect(bytes.toString().slice(0, valueAt)).toBe(text.slice(0, valueAt));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('leaves a model inside a message alone', () => {
    const text = '{"messages":[{"model":"inner","content":"\\"model\\":\\"x\\""}],"mod\\u0065l" : "outer"}';
    const renamed = Buffer.concat(renameModel(bodyOf(Buffer.from(text)), 'new').chunks).toString();
    expect(renamed).toBe(text.replace('"outer"', '"new"'));
  });
});
