import { fail, ok, type Result } from '../../lib/result.ts';
import { asList, asText, isObject, type JsonObject } from '../wire/json-value.ts';

/** The parts of a Messages request that change the simulator's answer. */
export interface MessageRequest {
  readonly model: string;
  readonly stream: boolean;
  readonly maxTokens: number;
  /** Text blocks of the last user message, without the reminders that Claude Code wraps around it. */
  readonly userText: string;
  /** Texts of the tool results in the last user message, in order; empty when it holds none. */
  readonly toolResults: readonly string[];
  readonly toolNames: readonly string[];
  /** The tool that `tool_choice` insists on, or null. */
  readonly forcedTool: string | null;
  readonly thinking: 'off' | 'shown' | 'omitted';
  /** True when the client asks for the `dangerous_tool_use` verdict. */
  readonly wantsSafeguards: boolean;
  /** A size of the prompt in tokens, by its length. */
  readonly promptTokens: number;
  /** What the prompt cache knows this conversation by. */
  readonly cacheKey: string;
  /** How long the client wants the prompt cached; null when it marks nothing for caching. */
  readonly cacheTtl: '5m' | '1h' | null;
}

/** Rule of thumb for English and code. */
const BYTES_PER_TOKEN = 4;

/** Reads a Messages body as the vendor does; the failure's message is the vendor's own sentence. */
export function readMessageRequest(
  json: unknown,
  sessionId: string | null,
): Result<MessageRequest, 'invalid_request_error'> {
  const invalid = (message: string) => fail('invalid_request_error', message);
  if (json === undefined) return invalid('The request body is not valid JSON.');
  if (!isObject(json)) return invalid('The request body must be a JSON object.');
  const model = asText(json['model']);
  if (model === null) return invalid('model: Field required');
  if (!Array.isArray(json['messages'])) return invalid('messages: Field required');
  if (json['messages'].length === 0) return invalid('messages: at least one message is required');
  const maxTokens = json['max_tokens'];
  if (maxTokens === undefined) return invalid('max_tokens: Field required');
  if (typeof maxTokens !== 'number' || !Number.isInteger(maxTokens) || maxTokens < 1) {
    return invalid('max_tokens: Input should be a whole number greater than or equal to 1');
  }

  const messages = json['messages'].filter(isObject);
  const lastUserContent = messages.findLast(({ role }) => role === 'user')?.['content'];
  const tools = asList(json['tools']).filter(isObject);
  const toolNames = tools.flatMap((tool) => asText(tool['name']) ?? []);
  return ok({
    model,
    stream: json['stream'] === true,
    maxTokens,
    userText: userText(lastUserContent),
    toolResults: blocks(lastUserContent)
      .filter(({ type }) => type === 'tool_result')
      .map(({ content }) => texts(content).join('\n')),
    toolNames,
    forcedTool: forcedTool(json['tool_choice'], toolNames),
    thinking: thinking(json['thinking']),
    wantsSafeguards: asList(json['safeguards']).some(
      (entry) => isObject(entry) && entry['type'] === 'dangerous_tool_use',
    ),
    promptTokens: promptTokens(json),
    cacheKey: JSON.stringify([model, sessionId ?? sessionOf(json) ?? json['system'] ?? null]),
    cacheTtl: cacheTtl(json, messages, tools),
  });
}

function blocks(content: unknown): JsonObject[] {
  return asList(content).filter(isObject);
}

/** The texts of a content value, which is a text itself or a list of blocks. */
function texts(content: unknown): string[] {
  if (typeof content === 'string') return [content];
  return blocks(content).flatMap((block) => (block['type'] === 'text' ? (asText(block['text']) ?? []) : []));
}

function userText(content: unknown): string {
  return texts(content)
    .filter((text) => !text.trimStart().startsWith('<system-reminder>'))
    .join('\n')
    .trim();
}

function forcedTool(choice: unknown, toolNames: readonly string[]): string | null {
  if (!isObject(choice)) return null;
  if (choice['type'] === 'tool') return asText(choice['name']);
  if (choice['type'] === 'any') return toolNames[0] ?? null;
  return null;
}

function thinking(value: unknown): MessageRequest['thinking'] {
  if (!isObject(value) || (value['type'] !== 'enabled' && value['type'] !== 'adaptive')) return 'off';
  return value['display'] === 'omitted' ? 'omitted' : 'shown';
}

function promptTokens(json: JsonObject): number {
  const { system, tools, messages } = json;
  return Math.ceil(Buffer.byteLength(JSON.stringify([system, tools, messages])) / BYTES_PER_TOKEN);
}

/** The session in `metadata.user_id`, which Claude Code fills with JSON text. */
function sessionOf(json: JsonObject): string | null {
  const userId = isObject(json['metadata']) ? asText(json['metadata']['user_id']) : null;
  return /"session_id":"([^"]+)"/.exec(userId ?? '')?.[1] ?? null;
}

function cacheTtl(
  json: JsonObject,
  messages: readonly JsonObject[],
  tools: readonly JsonObject[],
): MessageRequest['cacheTtl'] {
  const marked = [
    json,
    ...blocks(json['system']),
    ...tools,
    ...messages.flatMap(({ content }) => blocks(content)),
  ];
  const controls = marked.map((block) => block['cache_control']).filter(isObject);
  if (controls.length === 0) return null;
  return controls.some(({ ttl }) => ttl === '1h') ? '1h' : '5m';
}
