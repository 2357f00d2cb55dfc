import { describe, expect, it } from 'vitest';
import { classifyFirstEvent } from '../../../src-main/core/providers/classify-first-event.ts';

const event = (type: string) => JSON.stringify({ type: 'error', error: { type, message: 'x' } });

describe('an error as the first event of a stream', () => {
  it('counts as overload when it says so', () => {
    expect(classifyFirstEvent(event('overloaded_error'))).toEqual({ kind: 'overloaded', retryAfterMs: null });
  });

  it.each([
    event('api_error'),
    event('rate_limit_error'),
    event('authentication_error'),
    '',
    'no JSON',
    'null',
    '{"error":1}',
  ])('counts as a failure of the upstream otherwise: %j', (data) => {
    expect(classifyFirstEvent(data)).toEqual({ kind: 'upstream-failed', cause: 'stream-error', status: 200 });
  });
});
