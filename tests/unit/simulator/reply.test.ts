import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessageRequest } from '../../../src-main/core/simulator/api/message-request.ts';
import { composeReply, type Reply } from '../../../src-main/core/simulator/api/reply.ts';

const bash = { name: 'Bash', input_schema: { type: 'object' } };

function answer(body: object): Reply {
  const request = readMessageRequest({ model: 'claude-opus-5-5', max_tokens: 1_000, ...body }, null);
  if (!request.ok) throw new Error(request.error.message);
  let tokens = 0;
  return composeReply(request.value, {
    name: 'work@studio.example',
    answerNumber: 3,
    newToken: () => `token-${++tokens}`,
  });
}

const ask = (text: string, more: object = {}) =>
  answer({ messages: [{ role: 'user', content: text }], ...more });
const textOf = (reply: Reply, index = 0) => reply.blocks[index]!.pieces.join('');

describe('what the simulator answers', () => {
  it('greets, names the account and quotes the prompt', () => {
    expect(textOf(ask('say hi'))).toBe(
      'Hello from work@studio.example (simulated). This is answer 3 of this account. You said: “say hi”.',
    );
  });

  it('calls Bash for a command, where Bash is offered', () => {
    const reply = ask('Please run the command: ls -l', { tools: [bash] });
    expect(reply.stopReason).toBe('tool_use');
    expect(reply.blocks[1]).toMatchObject({ kind: 'tool-use', name: 'Bash', id: 'toolu_token-1' });
    expect(JSON.parse(textOf(reply, 1))).toEqual({
      command: 'ls -l',
      description: 'Run the command of the prompt',
    });
    expect(ask('run the command: ls').stopReason).toBe('end_turn');
  });

  it('calls several tools at once when several are asked for', () => {
    const tools = [bash, { name: 'get_weather' }];
    const reply = ask('run the command: a\nuse the tool get_weather with {"city":"Köln 🌧"}', { tools });
    expect(reply.blocks.map(({ kind }) => kind)).toEqual(['text', 'tool-use', 'tool-use']);
    expect(JSON.parse(textOf(reply, 2))).toEqual({ city: 'Köln 🌧' });
  });

  it('does not call a tool with an input that is no JSON object', () => {
    expect(ask('use the tool Bash with {oops}', { tools: [bash] }).stopReason).toBe('end_turn');
  });

  it('calls the tool that tool_choice insists on', () => {
    const reply = ask('anything', { tools: [bash], tool_choice: { type: 'tool', name: 'Bash' } });
    expect(reply.blocks[1]).toMatchObject({ kind: 'tool-use', name: 'Bash', pieces: ['{}'] });
  });

  it('quotes tool results instead of calling the tool again', () => {
    const reply = answer({
      tools: [bash],
      messages: [
        { role: 'user', content: 'run the command: date' },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'Bash', input: {} }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'Sunday' }] },
      ],
    });
    expect(reply.stopReason).toBe('end_turn');
    expect(textOf(reply)).toContain('The tool answered: “Sunday”.');
  });

  it('thinks where thinking is on and the prompt says so, and hides the thought where asked to', () => {
    const shown = ask('think about it', { thinking: { type: 'enabled', budget_tokens: 2_000 } });
    expect(shown.blocks[0]).toMatchObject({ kind: 'thinking', signature: 'token-1' });
    expect(textOf(shown)).toContain('think about it');
    const omitted = ask('think', { thinking: { type: 'adaptive', display: 'omitted' } });
    expect(omitted.blocks[0]).toEqual({ kind: 'thinking', pieces: [], signature: 'token-1' });
    expect(ask('think').blocks[0]!.kind).toBe('text');
  });

  it('counts as far as it is told, within reason', () => {
    expect(textOf(ask('count to 5'))).toMatch(/ 1 2 3 4 5$/);
    expect(textOf(ask('count to 999999', { max_tokens: 100_000 }))).toMatch(/ 9999 10000$/);
  });

  it('stops at max_tokens and says so', () => {
    const reply = ask('say hi', { max_tokens: 2 });
    expect(reply).toEqual({
      blocks: [{ kind: 'text', pieces: ['Hello', ' from'] }],
      stopReason: 'max_tokens',
    });
  });

  it('cuts an answer into pieces that are the whole quote again, whatever was said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), (said) => {
        const reply = ask(said);
        expect(textOf(reply)).toContain(said.trim());
      }),
      { numRuns: 50 },
    );
  });
});
