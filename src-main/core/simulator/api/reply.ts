import { isObject } from '../wire/json-value.ts';
import type { MessageRequest } from './message-request.ts';

/** One block of an answer, each cut into the pieces in which a stream sends it; a piece counts as one token. */
export type ReplyBlock =
  | { readonly kind: 'thinking'; readonly pieces: readonly string[]; readonly signature: string }
  | { readonly kind: 'text'; readonly pieces: readonly string[] }
  | {
      readonly kind: 'tool-use';
      readonly id: string;
      readonly name: string;
      readonly pieces: readonly string[];
    };

/** What is answered, before it has a form on the wire. */
export interface Reply {
  readonly blocks: readonly ReplyBlock[];
  readonly stopReason: 'end_turn' | 'tool_use' | 'max_tokens';
}

/** Who answers, and the random texts that the answer needs. */
export interface Speaker {
  readonly name: string;
  /** The number of this answer of the account, from 1. */
  readonly answerNumber: number;
  /** A new text for an id or a signature. */
  newToken(): string;
}

const MAX_QUOTE_CHARACTERS = 200;
const MAX_COUNT = 10_000;
const JSON_PIECE_CHARACTERS = 16;

const useToolPattern = /use the tool ([\w-]+) with (\{.*\})/gi;
const runCommandPattern = /run the command: *([^\n]+)/gi;

/**
 * What the simulator says to a request. A tool result is quoted; a prompt that says "run the command: LINE" or
 * "use the tool NAME with {JSON}" gets a call of that tool where the request offers it; "count to N" gets N
 * numbers; the word "think" gets a thinking block where thinking is on; anything else gets a greeting that
 * names the account.
 */
export function composeReply(request: MessageRequest, speaker: Speaker): Reply {
  const calls = request.toolResults.length > 0 ? [] : toolCalls(request);
  const thoughts = thinkingBlocks(request, speaker);
  if (calls.length > 0) {
    const toolUses = calls.map(({ name, input }): ReplyBlock => {
      return { kind: 'tool-use', id: `toolu_${speaker.newToken()}`, name, pieces: jsonPieces(input) };
    });
    const opening = textBlock(
      `${speaker.name} (simulated) uses ${calls.map(({ name }) => name).join(', ')}.`,
    );
    return { blocks: [...thoughts, opening, ...toolUses], stopReason: 'tool_use' };
  }
  const pieces = wordPieces(replyText(request, speaker));
  const block: ReplyBlock = { kind: 'text', pieces: pieces.slice(0, request.maxTokens) };
  return {
    blocks: [...thoughts, block],
    stopReason: pieces.length > request.maxTokens ? 'max_tokens' : 'end_turn',
  };
}

function replyText(request: MessageRequest, speaker: Speaker): string {
  const greeting = `Hello from ${speaker.name} (simulated). This is answer ${speaker.answerNumber} of this account.`;
  if (request.toolResults.length > 0) {
    const quotes = request.toolResults.map((result) => `“${quote(result)}”`).join(' and ');
    return `${greeting} The tool answered: ${quotes}.`;
  }
  const countTo = /\bcount to (\d{1,6})\b/i.exec(request.userText)?.[1];
  if (countTo !== undefined) {
    const numbers = Array.from({ length: Math.min(Number(countTo), MAX_COUNT) }, (_, index) => index + 1);
    return `${greeting} ${numbers.join(' ')}`;
  }
  return request.userText === '' ? greeting : `${greeting} You said: “${quote(request.userText)}”.`;
}

interface ToolCall {
  readonly name: string;
  readonly input: unknown;
}

function toolCalls({ userText, toolNames, forcedTool }: MessageRequest): ToolCall[] {
  const commands = [...userText.matchAll(runCommandPattern)].map(([, command = '']): ToolCall => {
    return { name: 'Bash', input: { command: command.trim(), description: 'Run the command of the prompt' } };
  });
  const named = [...userText.matchAll(useToolPattern)].flatMap(([, name = '', json = '']): ToolCall[] => {
    const input = jsonObject(json);
    return input ? [{ name, input }] : [];
  });
  const asked = [...commands, ...named].filter(({ name }) => toolNames.includes(name));
  if (asked.length > 0) return asked;
  return forcedTool === null ? [] : [{ name: forcedTool, input: {} }];
}

function jsonObject(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function thinkingBlocks({ thinking, userText }: MessageRequest, speaker: Speaker): ReplyBlock[] {
  if (thinking === 'off' || !/\bthink/i.test(userText)) return [];
  const thought = `The person asks: “${quote(userText)}”. A short answer is best.`;
  return [
    {
      kind: 'thinking',
      // With `display: omitted` the vendor sends the signature alone.
      pieces: thinking === 'omitted' ? [] : wordPieces(thought),
      signature: speaker.newToken(),
    },
  ];
}

function textBlock(text: string): ReplyBlock {
  return { kind: 'text', pieces: wordPieces(text) };
}

/** Cuts a text before each run of blanks; the pieces joined are the text. */
function wordPieces(text: string): string[] {
  return text.match(/\s*\S+|\s+/g) ?? [];
}

function jsonPieces(value: unknown): string[] {
  const characters = Array.from(JSON.stringify(value));
  const pieces: string[] = [];
  for (let at = 0; at < characters.length; at += JSON_PIECE_CHARACTERS) {
    pieces.push(characters.slice(at, at + JSON_PIECE_CHARACTERS).join(''));
  }
  return pieces;
}

function quote(text: string): string {
  const characters = Array.from(text.trim());
  return characters.length > MAX_QUOTE_CHARACTERS
    ? `${characters.slice(0, MAX_QUOTE_CHARACTERS).join('')}…`
    : characters.join('');
}
