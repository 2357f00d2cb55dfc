import { assertNever } from '../../../../src-shared/lib/assert-never.ts';
import type { TokenUsage } from '../../../../src-shared/model/request-facts.ts';
import type { PromptTokens } from '../account/prompt-cache.ts';
import { type Answer, eventsAnswer, type HeaderList, jsonAnswer } from '../wire/answer.ts';
import { pingEvent, type SseEvent } from '../wire/sse-event.ts';
import type { Reply, ReplyBlock } from './reply.ts';

/** Everything that an answer to a Messages request tells. */
export interface Message {
  readonly id: string;
  readonly model: string;
  readonly reply: Reply;
  readonly prompt: PromptTokens;
  /** For how long the prompt was cached; null when it was not. */
  readonly cacheTtl: '5m' | '1h' | null;
  readonly withSafeguards: boolean;
}

/** The output of a message in tokens: one for each piece. */
export function outputTokens(reply: Reply): number {
  return reply.blocks.reduce((sum, { pieces }) => sum + pieces.length, 0);
}

/** The message in one piece, as a plain request gets it. */
export function plainAnswer(message: Message, headers: HeaderList): Answer {
  const { reply } = message;
  const output = outputTokens(reply);
  const value = {
    ...envelope(message, output),
    content: reply.blocks.map(contentBlock),
    stop_reason: reply.stopReason,
    ...safeguardResults(message),
  };
  const written = cacheWritten(message);
  const usage: TokenUsage = {
    ...message.prompt,
    outputTokens: output,
    cacheCreation5mInputTokens: written['5m'],
    cacheCreation1hInputTokens: written['1h'],
  };
  return jsonAnswer(200, value, headers, usage);
}

/** The message as the vendor streams it. */
export function streamAnswer(message: Message, headers: HeaderList): Answer {
  const { reply } = message;
  const events: SseEvent[] = [{ type: 'message_start', message: { ...envelope(message, 1), content: [] } }];
  reply.blocks.forEach((block, index) => {
    events.push({ type: 'content_block_start', index, content_block: emptyBlock(block) });
    if (index === 0) events.push(pingEvent);
    for (const delta of deltas(block)) events.push({ type: 'content_block_delta', index, delta });
    events.push({ type: 'content_block_stop', index });
  });
  events.push({
    type: 'message_delta',
    delta: { stop_reason: reply.stopReason, stop_sequence: null, ...safeguardResults(message) },
    usage: usageJson(message, outputTokens(reply)),
  });
  events.push({ type: 'message_stop' });
  return eventsAnswer(events, headers);
}

function envelope(message: Message, output: number) {
  return {
    id: message.id,
    type: 'message',
    role: 'assistant',
    model: message.model,
    stop_reason: null,
    stop_sequence: null,
    usage: { ...usageJson(message, output), ...cacheCreationJson(message), service_tier: 'standard' },
  };
}

function usageJson({ prompt }: Message, output: number) {
  return {
    input_tokens: prompt.inputTokens,
    cache_creation_input_tokens: prompt.cacheCreationInputTokens,
    cache_read_input_tokens: prompt.cacheReadInputTokens,
    output_tokens: output,
  };
}

function cacheCreationJson(message: Message) {
  const written = cacheWritten(message);
  return {
    cache_creation: { ephemeral_5m_input_tokens: written['5m'], ephemeral_1h_input_tokens: written['1h'] },
  };
}

/** Tokens written to the cache, by how long they live there. */
function cacheWritten({ prompt, cacheTtl }: Message): Record<'5m' | '1h', number> {
  const written = prompt.cacheCreationInputTokens;
  return cacheTtl === '1h' ? { '5m': 0, '1h': written } : { '5m': written, '1h': 0 };
}

function safeguardResults({ reply, withSafeguards }: Message) {
  if (!withSafeguards) return {};
  const verdicts = reply.blocks.flatMap((block) =>
    block.kind === 'tool-use' ? [[block.id, { type: 'evaluated', outcome: 'not_flagged' }] as const] : [],
  );
  return {
    safeguard_results: [
      {
        type: 'dangerous_tool_use',
        status: { type: 'available', tool_uses: Object.fromEntries(verdicts) },
      },
    ],
  };
}

function contentBlock(block: ReplyBlock) {
  const text = block.pieces.join('');
  switch (block.kind) {
    case 'thinking':
      return { type: 'thinking', thinking: text, signature: block.signature };
    case 'text':
      return { type: 'text', text };
    case 'tool-use':
      return { type: 'tool_use', id: block.id, name: block.name, input: JSON.parse(text) as unknown };
    default:
      return assertNever(block);
  }
}

function emptyBlock(block: ReplyBlock) {
  switch (block.kind) {
    case 'thinking':
      return { type: 'thinking', thinking: '', signature: '' };
    case 'text':
      return { type: 'text', text: '' };
    case 'tool-use':
      return { type: 'tool_use', id: block.id, name: block.name, input: {} };
    default:
      return assertNever(block);
  }
}

function deltas(block: ReplyBlock): object[] {
  switch (block.kind) {
    case 'thinking':
      return [
        ...block.pieces.map((thinking) => ({ type: 'thinking_delta', thinking })),
        { type: 'signature_delta', signature: block.signature },
      ];
    case 'text':
      return block.pieces.map((text) => ({ type: 'text_delta', text }));
    case 'tool-use':
      return ['', ...block.pieces].map((partial_json) => ({ type: 'input_json_delta', partial_json }));
    default:
      return assertNever(block);
  }
}
