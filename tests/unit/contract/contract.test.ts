import { describe, expect, it } from 'vitest';
import type { RefreshNowFailure } from '../../../src-main/core/oauth/credential-source.ts';
import type { LoginFailureCode } from '../../../src-main/core/oauth/oauth-failure.ts';
import { contract } from '../../../src-shared/contract/contract.ts';
import { endpointOf } from '../../../src-shared/contract/endpoint.ts';
import { ERROR_STATUS, type ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import { openApiDocument } from '../../../src-shared/contract/openapi.ts';

const procedures = Object.entries(contract);

describe('the endpoint of a procedure', () => {
  it.each([
    ['snapshot.get', 'query', 'GET /api/snapshot'],
    ['routes.list', 'query', 'GET /api/routes'],
    ['routes.explain', 'query', 'GET /api/routes/explain'],
    ['requests.recent', 'query', 'GET /api/requests'],
    ['accounts.addKey', 'command', 'POST /api/accounts/add-key'],
    ['oauth.signOutAll', 'command', 'POST /api/oauth/sign-out-all'],
  ] as const)('of %s is derived from its name', (name, kind, expected) => {
    const { method, path } = endpointOf(name, kind);
    expect(`${method} ${path}`).toBe(expected);
  });

  it('belongs to one procedure only', () => {
    const endpoints = procedures.map(([name, { kind }]) => JSON.stringify(endpointOf(name, kind)));
    expect(new Set(endpoints).size).toBe(procedures.length);
  });

  it('never takes an address that stands outside the contract', () => {
    const paths = procedures.map(([name, { kind }]) => endpointOf(name, kind).path);
    for (const taken of ['/api/events', '/api/session', '/api/hello']) expect(paths).not.toContain(taken);
  });
});

describe('the contract', () => {
  it('refuses inputs with fields that it does not know', () => {
    for (const [name, procedure] of procedures) {
      const parsed = procedure.input.safeParse({ nobodyKnowsThis: 1 });
      const keys = parsed.error?.issues.filter(({ code }) => code === 'unrecognized_keys') ?? [];
      expect(keys, name).toHaveLength(1);
    }
  });

  it('takes every query from a query string, where all values are texts', () => {
    const parsed = contract['requests.recent'].input.safeParse({ limit: '20' });
    expect(parsed.data).toEqual({ limit: 20 });
    expect(contract['requests.recent'].input.safeParse({ limit: 'many' }).success).toBe(false);
    expect(contract['requests.recent'].input.safeParse({ limit: '501' }).success).toBe(false);
  });

  it('takes a key only where it can stand in a header', () => {
    const parse = (key: string) => contract['accounts.addKey'].input.safeParse({ name: 'A', key }).success;
    expect(parse('sk-ant-api03-abc')).toBe(true);
    expect(parse('two words')).toBe(false);
    expect(parse('line\r\nx-admin: 1')).toBe(false);
    expect(parse('schlüssel')).toBe(false);
    expect(parse('')).toBe(false);
  });
});

describe('error codes', () => {
  it('name every failure of a sign-in and of a refresh', () => {
    // Fails to compile when the core learns a code that the contract does not know.
    const known = (code: LoginFailureCode | RefreshNowFailure): ErrorCode => code;
    expect(ERROR_STATUS[known('invalid_grant')]).toBe(400);
  });

  it('are 4xx where the caller can mend it and 502 where a token endpoint is in trouble', () => {
    expect(ERROR_STATUS.token_request_refused).toBe(400);
    expect(ERROR_STATUS.token_endpoint_unreachable).toBe(502);
    expect(ERROR_STATUS.terms_not_accepted).toBe(403);
    for (const status of Object.values(ERROR_STATUS)) expect(status).toBeGreaterThanOrEqual(400);
  });
});

describe('the OpenAPI page', () => {
  const document = openApiDocument('1.2.3') as {
    readonly paths: Record<string, Record<string, { readonly operationId: string; parameters?: unknown }>>;
  };

  it('describes every procedure once, and the event stream', () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    const ids = operations.map(({ operationId }) => operationId).sort();
    expect(ids).toEqual([...procedures.map(([name]) => name), 'events'].sort());
  });

  it('tells which query parameters are required', () => {
    expect(document.paths['/api/keys/show']?.['get']?.parameters).toMatchObject([
      { name: 'which', in: 'query', required: true, schema: { type: 'string', enum: ['client', 'admin'] } },
      { name: 'name', in: 'query', required: false },
    ]);
    expect(document.paths['/api/requests']?.['get']?.parameters).toMatchObject([
      { name: 'limit', required: false },
    ]);
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });
});
