/**
 * The way through a proxy: HTTP, HTTPS and SOCKS tunnels are undici's work. It is loaded with the first request that
 * needs it, because most people have no proxy and its parser alone takes megabytes.
 */
import type { Dispatcher } from 'undici';
import { HeaderLines } from '../header-lines.ts';
import { AbortedError, InvalidAnswerError } from './exchange-errors.ts';
import type { AnswerSink, ExchangeControl, UpstreamRequest, UpstreamTransport } from './transport.ts';

export type OpenDispatcher = (undici: typeof import('undici')) => Dispatcher;

export class UndiciTransport implements UpstreamTransport {
  readonly #origin: string;
  readonly #open: OpenDispatcher;
  #dispatcher: Promise<Dispatcher> | null = null;

  constructor(origin: string, open: OpenDispatcher) {
    this.#origin = origin;
    this.#open = open;
  }

  send(request: UpstreamRequest, sink: AnswerSink): ExchangeControl {
    const exchange = new UndiciExchange(sink);
    this.#dispatcher ??= import('undici').then(this.#open);
    this.#dispatcher.then((dispatcher) => exchange.begin(dispatcher, this.#origin, request), exchange.fail);
    return exchange;
  }

  async close(): Promise<void> {
    await (await this.#dispatcher)?.close();
  }

  async destroy(): Promise<void> {
    await (await this.#dispatcher)?.destroy();
  }
}

/** One exchange as undici tells it. */
class UndiciExchange implements Dispatcher.DispatchHandler, ExchangeControl {
  readonly #sink: AnswerSink;
  #controller: Dispatcher.DispatchController | null = null;
  #isAborted = false;
  #isOver = false;

  constructor(sink: AnswerSink) {
    this.#sink = sink;
  }

  begin(dispatcher: Dispatcher, origin: string, request: UpstreamRequest): void {
    if (this.#isAborted) {
      this.fail(new AbortedError());
      return;
    }
    try {
      dispatcher.dispatch(
        {
          origin,
          method: request.method as Dispatcher.HttpMethod,
          path: request.path,
          headers: HeaderLines.parse(request.headers)?.list() ?? [],
          body: bodyOf(request.body),
          headersTimeout: request.silenceMs,
          bodyTimeout: request.silenceMs,
        },
        this,
      );
    } catch (error) {
      this.fail(error as Error);
    }
  }

  readonly fail = (error: Error): void => {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#sink.onFailure(error);
  };

  pause(): void {
    this.#controller?.pause();
  }

  resume(): void {
    this.#controller?.resume();
  }

  abort(): void {
    this.#isAborted = true;
    this.#controller?.abort(new AbortedError());
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#sink.onReached();
    if (this.#isAborted) controller.abort(new AbortedError());
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    statusText = '',
  ): void {
    if (status < 200) return;
    // On HTTP/1.1 undici hands over the list of buffers that its parser made.
    const rawHeaders = (controller.rawHeaders as unknown as Buffer[]).map((part) => part.toString('latin1'));
    const headers = HeaderLines.of(rawHeaders);
    if (headers) this.#sink.onHead({ status, statusText, headers });
    else controller.abort(new InvalidAnswerError('A header of the answer has a control character.'));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#sink.onPiece(chunk);
  }

  onResponseEnd(): void {
    this.#isOver = true;
    this.#sink.onEnd();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }
}

/** undici takes any iterable of buffers; its types only know streams and single values. */
function bodyOf(pieces: readonly Buffer[]): Buffer | null {
  if (pieces.length === 0) return null;
  return pieces.length === 1 ? pieces[0]! : (pieces as unknown as Buffer);
}
