import { describe, expect, it } from 'vitest';
import { readMessageRequest } from '../../../src-main/core/simulator/api/message-request.ts';

const minimal = {
  model: 'claude-opus-5-5',
  max_tokens: 100,
  messages: [{ role: 'user', content: 'hi' }],
};

function read(body: object, sessionId: string | null = null) {
  const result = readMessageRequest(body, sessionId);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

describe('reading a Messages request', () => {
  it.each([
    [undefined, 'The request body is not valid JSON.'],
    [[], 'The request body must be a JSON object.'],
    [{ ...minimal, model: 7 }, 'model: Field required'],
    [{ ...minimal, messages: undefined }, 'messages: Field required'],
    [{ ...minimal, messages: [] }, 'messages: at least one message is required'],
    [{ ...minimal, max_tokens: undefined }, 'max_tokens: Field required'],
    [{ ...minimal, max_tokens: 0 }, 'max_tokens: Input should be a whole number greater than or equal to 1'],
  ])('refuses %j with the sentence “%s”', (body, message) => {
    expect(readMessageRequest(body, null)).toEqual({
      ok: false,
      error: { code: 'invalid_request_error', message },
    });
  });

  it('takes the text of the last user message, though a system message follows it', () => {
    const messages = [
      { role: 'user', content: 'first' },
      { role: 'assistant', content: 'yes' },
      {
        role: 'user',
        content: [
          { type: 'text', text: '<system-reminder>be brief</system-reminder>' },
          { type: 'text', text: 'second' },
        ],
      },
      { role: 'system', content: 'a note' },
    ];
    expect(read({ ...minimal, messages }).userText).toBe('second');
  });

  it('finds every tool result of the last user message', () => {
    const content = [
      { type: 'tool_result', tool_use_id: 'a', content: 'one' },
      { type: 'tool_result', tool_use_id: 'b', content: [{ type: 'text', text: 'two' }] },
    ];
    expect(read({ ...minimal, messages: [{ role: 'user', content }] }).toolResults).toEqual(['one', 'two']);
  });

  it.each([
    ['the body', { cache_control: { type: 'ephemeral' } }],
    ['a system block', { system: [{ type: 'text', text: 's', cache_control: { type: 'ephemeral' } }] }],
    ['a tool', { tools: [{ name: 'Bash', cache_control: { type: 'ephemeral' } }] }],
    [
      'a content block',
      {
        messages: [
          { role: 'user', content: [{ type: 'text', text: 't', cache_control: { type: 'ephemeral' } }] },
        ],
      },
    ],
  ])('sees that %s is marked for caching', (_, marked) => {
    expect(read({ ...minimal, ...marked }).cacheTtl).toBe('5m');
  });

  it('caches for an hour where one mark asks for it, and not at all without a mark', () => {
    const system = [
      { type: 'text', text: 'a', cache_control: { type: 'ephemeral' } },
      { type: 'text', text: 'b', cache_control: { type: 'ephemeral', ttl: '1h' } },
    ];
    expect(read({ ...minimal, system }).cacheTtl).toBe('1h');
    expect(read(minimal).cacheTtl).toBeNull();
  });

  it('knows a session by its header or its metadata alike', () => {
    const userId = JSON.stringify({ device_id: 'd', account_uuid: '', session_id: 's-1' });
    expect(read(minimal, 's-1').cacheKey).toBe(read({ ...minimal, metadata: { user_id: userId } }).cacheKey);
    expect(read(minimal, 's-2').cacheKey).not.toBe(read(minimal, 's-1').cacheKey);
  });

  it('reads thinking and its display', () => {
    expect(read(minimal).thinking).toBe('off');
    expect(read({ ...minimal, thinking: { type: 'disabled' } }).thinking).toBe('off');
    expect(read({ ...minimal, thinking: { type: 'enabled', budget_tokens: 1024 } }).thinking).toBe('shown');
    expect(read({ ...minimal, thinking: { type: 'adaptive', display: 'omitted' } }).thinking).toBe('omitted');
  });
});
