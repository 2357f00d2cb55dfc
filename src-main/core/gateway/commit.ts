import { type AnswerReport, createAnswerReader } from './answer-reader.ts';
import type { ClientExchange } from './client-exchange.ts';
import { clientHeaders } from './forwarded-headers.ts';
import { type RelayEnd, type RelayPorts, relay } from './relay.ts';
import type { AnswerHead } from './upstream/transport.ts';
import type { UpstreamExchange } from './upstream-exchange.ts';

/** What became of an answer that the client was given. */
export interface Committed {
  readonly end: RelayEnd;
  readonly report: AnswerReport | null;
}

/** Begins the answer to the client with an upstream's head and `added` header lines. */
export function beginAnswer(client: ClientExchange, head: AnswerHead, added: string): void {
  client.begin({
    status: head.status,
    statusText: head.statusText,
    headers: clientHeaders(head.headers) + added,
    hasLength: head.headers.get('content-length') !== undefined,
    isOwn: false,
  });
}

/** Relays the body of an answer that has begun, to its end, and reads what it reports. */
export async function relayAnswer(
  exchange: UpstreamExchange,
  client: ClientExchange,
  { headers }: AnswerHead,
  ports: RelayPorts,
): Promise<Committed> {
  const reader = createAnswerReader(headers.get('content-type'), headers.get('content-encoding'));
  const end = await relay(exchange, client, reader, ports);
  return { end, report: reader ? await reader.finish() : null };
}
