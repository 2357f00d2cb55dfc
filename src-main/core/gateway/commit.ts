import type { ServerResponse } from 'node:http';
import { type AnswerReport, createAnswerReader } from './answer-reader.ts';
import { clientHeaders, singleHeader } from './forwarded-headers.ts';
import { type RelayEnd, type RelayPorts, relay } from './relay.ts';
import type { AnswerHead } from './upstream/transport.ts';
import type { UpstreamExchange } from './upstream-exchange.ts';

/** What became of an answer that the client was given. */
export interface Committed {
  readonly end: RelayEnd;
  readonly report: AnswerReport | null;
}

/** Puts the head of an answer into `response`, with `added` headers; it leaves with the first bytes. */
export function writeAnswerHead(response: ServerResponse, head: AnswerHead, added: readonly string[]): void {
  const headers = clientHeaders(head.rawHeaders, singleHeader(head.headers.connection));
  headers.push(...added);
  // The upstream's own `date` is relayed, and none is added where it sent none.
  response.sendDate = false;
  response.writeHead(head.status, head.statusText, headers);
}

/** Relays the body of an answer whose head is written, to its end, and reads what it reports. */
export async function relayAnswer(
  exchange: UpstreamExchange,
  response: ServerResponse,
  head: AnswerHead,
  ports: RelayPorts,
): Promise<Committed> {
  const reader = createAnswerReader(
    singleHeader(head.headers['content-type']),
    singleHeader(head.headers['content-encoding']),
  );
  const end = await relay(exchange, response, reader, ports);
  return { end, report: reader ? await reader.finish() : null };
}
