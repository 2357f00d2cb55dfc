import { type Answer, errorAnswer, jsonAnswer } from '../wire/answer.ts';
import type { ReceivedRequest } from '../wire/received-request.ts';

interface Model {
  readonly type: 'model';
  readonly id: string;
  readonly display_name: string;
  readonly created_at: string;
}

const models: readonly Model[] = [
  {
    type: 'model',
    id: 'claude-opus-5-5',
    display_name: 'Claude Opus 5.5',
    created_at: '2026-09-01T00:00:00Z',
  },
  {
    type: 'model',
    id: 'claude-sonnet-5-5',
    display_name: 'Claude Sonnet 5.5',
    created_at: '2026-08-01T00:00:00Z',
  },
  {
    type: 'model',
    id: 'claude-haiku-5-5',
    display_name: 'Claude Haiku 5.5',
    created_at: '2026-07-01T00:00:00Z',
  },
];

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 1_000;

/** `GET /v1/models`, a page of the list: `limit`, and `after_id` or `before_id` as a cursor. */
export function modelListAnswer({ query, id }: ReceivedRequest): Answer {
  const limit = Number(query.get('limit') ?? DEFAULT_LIMIT);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    const message = `limit: Input should be a whole number from 1 to ${MAX_LIMIT}`;
    return errorAnswer(400, 'invalid_request_error', message, id);
  }
  const placeOf = (name: string) => models.findIndex((model) => model.id === query.get(name));
  const before = placeOf('before_id');
  const page =
    before === -1
      ? models.slice(placeOf('after_id') + 1).slice(0, limit)
      : models.slice(Math.max(0, before - limit), before);
  const reachesEnd = before === -1 ? page.at(-1) === models.at(-1) : page[0] === models[0];
  return jsonAnswer(200, {
    data: page,
    has_more: page.length > 0 && !reachesEnd,
    first_id: page[0]?.id ?? null,
    last_id: page.at(-1)?.id ?? null,
  });
}

/** `GET /v1/models/:id`. */
export function modelAnswer(modelId: string, requestId: string): Answer {
  const model = models.find(({ id }) => id === modelId);
  return model ? jsonAnswer(200, model) : errorAnswer(404, 'not_found_error', `model: ${modelId}`, requestId);
}
