import { z } from 'zod';
import { contract } from './contract.ts';
import { EVENTS_PATH, endpointOf } from './endpoint.ts';
import { ERROR_STATUS } from './error-codes.ts';
import type { Procedure } from './procedure.ts';
import { snapshotSchema } from './snapshot-schema.ts';

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 description of the management API, derived from the contract. */
export function openApiDocument(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, procedure] of Object.entries<Procedure>(contract)) {
    const { method, path } = endpointOf(name, procedure.kind);
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(name, procedure) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Rota management API', version },
    security: [{ adminToken: [] }],
    paths: { ...paths, [EVENTS_PATH]: { get: eventsOperation() } },
    components: {
      securitySchemes: { adminToken: { type: 'http', scheme: 'bearer' } },
      responses: { Error: { description: 'What went wrong', content: json(errorSchema) } },
    },
  };
}

function operation(name: string, procedure: Procedure): Json {
  return {
    operationId: name,
    summary: procedure.summary,
    tags: [name.split('.')[0]],
    ...(procedure.kind === 'query'
      ? { parameters: parameters(procedure) }
      : { requestBody: body(procedure) }),
    responses: {
      200: { description: 'Done', content: json(schemaOf(procedure.output, 'output')) },
      default: { $ref: '#/components/responses/Error' },
    },
  };
}

function parameters(procedure: Procedure): readonly Json[] {
  const schema = schemaOf(procedure.input, 'input') as {
    readonly properties?: Readonly<Record<string, Json>>;
    readonly required?: readonly string[];
  };
  return Object.entries(schema.properties ?? {}).map(([name, value]) => ({
    name,
    in: 'query',
    required: schema.required?.includes(name) ?? false,
    schema: value,
  }));
}

const body = (procedure: Procedure): Json => ({
  required: true,
  content: json(schemaOf(procedure.input, 'input')),
});

const eventsOperation = (): Json => ({
  operationId: 'events',
  summary: 'Server-sent events named `snapshot`: the state at this moment, then every later one whole.',
  responses: {
    200: {
      description: 'A stream that ends when Rota stops',
      content: { 'text/event-stream': { schema: schemaOf(snapshotSchema, 'output') } },
    },
    default: { $ref: '#/components/responses/Error' },
  },
});

const errorSchema: Json = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string', enum: Object.keys(ERROR_STATUS) },
        message: { type: 'string' },
      },
    },
  },
};

const json = (schema: Json): Json => ({ 'application/json': { schema } });

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, reused: 'inline' });
  return rest;
}
