/**
 * One proxied request from its head to its last byte: read the body, ask the router, try candidates until one
 * answer may be committed, relay it, and say what happened. Everything that decides is elsewhere and pure; this
 * file is the order of the steps.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import type { AttemptFacts, RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { Account } from '../accounts/account.ts';
import { sleep } from '../lib/clock.ts';
import type { Credential } from '../oauth/credential.ts';
import type { AttemptOutcome } from '../providers/attempt-outcome.ts';
import type { Choice, RouteCursor } from '../routing/router.ts';
import { type AnswerReport, createAnswerReader } from './answer-reader.ts';
import { type Attempt, type AttemptRequest, judgeAttempt, startAttempt } from './attempt.ts';
import { type OwnError, sendError } from './error-response.ts';
import { nextStep, overloadBackoffMs, type TriedAttempt } from './failover-policy.ts';
import { clientHeaders, singleHeader } from './forwarded-headers.ts';
import { bodyTooLarge, exhausted, signInUnavailable, withoutAnswer } from './own-errors.ts';
import type { ProxyServices } from './proxy-services.ts';
import { type RelayEnd, relay } from './relay.ts';
import { renameModel } from './rename-model.ts';
import { collectBody, type ReplayBody } from './replay-body.ts';
import type { RequestPath } from './request-path.ts';
import { type RequestScan, scanRequest } from './request-scan.ts';
import { sessionIdOf } from './session-id.ts';
import type { UpstreamExchange } from './upstream-exchange.ts';

const NO_SCAN: RequestScan = { model: null, stream: false, sessionId: null };

export class ProxiedRequest {
  readonly #services: ProxyServices;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #path: RequestPath;
  readonly #id: string;
  readonly #startedAt: number;
  readonly #startedMonotonic: number;

  #scan = NO_SCAN;
  #sessionId: string | null = null;
  #route: string | null = null;
  #served: Account | null = null;
  #signInFailed: Account | null = null;
  #exchange: UpstreamExchange | null = null;
  #firstByteMs: number | null = null;
  #gone = false;
  #onGone: (() => void) | null = null;
  readonly #renewed = new Set<string>();
  readonly #tried: TriedAttempt[] = [];
  readonly #attempts: AttemptFacts[] = [];

  constructor(
    services: ProxyServices,
    request: IncomingMessage,
    response: ServerResponse,
    path: RequestPath,
    id: string,
  ) {
    this.#services = services;
    this.#request = request;
    this.#response = response;
    this.#path = path;
    this.#id = id;
    this.#startedAt = services.clock.now();
    this.#startedMonotonic = services.clock.monotonic();
  }

  /** Runs to the end of the answer. Never rejects for anything that a client or an upstream does. */
  async run(): Promise<void> {
    this.#response.once('close', () => this.#clientClosed());
    const { maxBodyBytes } = this.#services.settings().server;
    const body = await collectBody(this.#request, maxBodyBytes);
    if (body === 'too-large') return this.#answerSelf(bodyTooLarge(maxBodyBytes));
    if (body === 'aborted' || this.#gone) return this.#leave();

    this.#scan = scanRequest(body);
    this.#sessionId = sessionIdOf(this.#request.headers, this.#scan);
    const cursor = this.#services.router.begin({
      model: this.#scan.model,
      sessionId: this.#sessionId,
      pathKind: this.#path.kind,
      now: this.#startedAt,
    });
    this.#route = cursor.route;
    await this.#tryCandidates(cursor, body);
    this.#services.bodies.released(body.byteLength);
  }

  async #tryCandidates(cursor: RouteCursor, body: ReplayBody): Promise<void> {
    const { clock, credentials } = this.#services;
    let choice = cursor.next(clock.now());
    while (choice) {
      const { account } = choice;
      const ready = credentials.ready(account.id);
      const result = ready ? { ok: true as const, value: ready } : await credentials.get(account.id);
      if (this.#gone) return this.#leave();
      if (!result.ok) {
        this.#signInFailed = account;
        choice = cursor.next(clock.now());
        continue;
      }
      const attempt = await this.#attempt(choice, result.value, body);
      if (this.#gone) return this.#leave();
      const next = await this.#follow(attempt, choice, result.value, cursor);
      if (next === 'done') return;
      if (this.#gone) return this.#leave();
      choice = next;
    }
    this.#answerSelf(this.#nobodyLeft(cursor));
  }

  /** One attempt with its bookkeeping. */
  async #attempt(choice: Choice, credential: Credential, body: ReplayBody): Promise<Attempt> {
    const { clock, monitor, pools } = this.#services;
    const { account } = choice;
    const startedAt = clock.monotonic();
    const route = pools.route(account.entry);
    const request: AttemptRequest = {
      method: this.#request.method ?? 'GET',
      path: this.#path,
      rawHeaders: this.#request.rawHeaders,
      connection: this.#request.headers.connection,
      body: choice.model === null ? body : renameModel(body, choice.model),
      model: choice.model ?? this.#scan.model,
    };
    monitor.requestOpened(account.id);
    this.#served = account;
    this.#exchange = startAttempt(request, account, credential, route);
    const judged = await judgeAttempt(this.#exchange, request, route, clock);
    const outcome: AttemptOutcome = this.#gone ? { kind: 'client-aborted' } : judged.outcome;
    this.#tried.push({ accountId: account.id, upstream: account.entry.baseUrl, outcome });
    this.#attempts.push({
      accountId: account.id,
      reason: choice.reason,
      outcome: outcome.kind,
      status: judged.head?.status ?? null,
      durationMs: clock.monotonic() - startedAt,
    });
    return { ...judged, outcome };
  }

  /** What follows an attempt: the next choice, null when nobody is left, or `done` when the client has its answer. */
  async #follow(
    attempt: Attempt,
    choice: Choice,
    credential: Credential,
    cursor: RouteCursor,
  ): Promise<Choice | null | 'done'> {
    const { clock, credentials, random, settings } = this.#services;
    const { account } = choice;
    const step = nextStep({
      pathKind: this.#path.kind,
      tried: this.#tried,
      sessionLivesHere: choice.reason.kind === 'session-affinity',
      canRenew: account.kind === 'oauth' && !this.#renewed.has(account.id),
      maxAmbiguousAttempts: settings().failover.maxAmbiguousAttempts,
    });
    // A committed answer is scored at its end, and a refusal that a refresh may mend not at all.
    if (attempt.outcome.kind !== 'succeeded' && step.kind !== 'renew') this.#report(attempt.outcome);

    switch (step.kind) {
      case 'relay':
        await this.#commit(attempt, account);
        return 'done';
      case 'renew': {
        this.#drop(attempt);
        this.#renewed.add(account.id);
        const renewed = await credentials.renew(account.id, credential.version);
        if (renewed.ok) return choice;
        this.#signInFailed = account;
        return cursor.next(clock.now());
      }
      case 'wait':
        this.#drop(attempt);
        await this.#pause(step.delayMs);
        return choice;
      case 'next': {
        const { notAt } = step;
        const skip = notAt === null ? undefined : (other: Account) => other.entry.baseUrl === notAt;
        const next = cursor.next(clock.now(), skip);
        if (!next && step.without === 'relay') {
          await this.#commit(attempt, account);
          return 'done';
        }
        this.#drop(attempt);
        if (!next && step.without === 'retry-same') {
          await this.#pause(overloadBackoffMs(random.fraction()));
          return choice;
        }
        return next;
      }
      default:
        return assertNever(step);
    }
  }

  /** Gives the attempt's answer to the client; from the first byte on there is no way back. */
  async #commit(attempt: Attempt, account: Account): Promise<void> {
    const { batcher, clock, router } = this.#services;
    const { exchange, head, outcome } = attempt;
    if (!head || cannotBeRelayed(outcome)) {
      this.#drop(attempt);
      const allLocal = this.#tried.every((tried) => tried.outcome.kind === 'local-origin-failed');
      return this.#answerSelf(withoutAnswer(outcome, account.entry.baseUrl, allLocal));
    }
    if (outcome.kind === 'succeeded')
      router.remember(this.#sessionId, account.id, clock.now(), this.#scan.model);

    const headers = clientHeaders(head.rawHeaders, singleHeader(head.headers.connection));
    headers.push('x-rota-account', account.id, ...this.#ownHeaders());
    // The upstream's own `date` is relayed, and none is added where it sent none.
    this.#response.sendDate = false;
    this.#response.writeHead(head.status, head.statusText, headers);
    this.#firstByteMs = this.#elapsed();

    const reader = createAnswerReader(
      singleHeader(head.headers['content-type']),
      singleHeader(head.headers['content-encoding']),
    );
    const end = await relay(exchange, this.#response, reader, clock, batcher);
    const report = reader ? await reader.finish() : null;
    const failed = end === 'broken' || report?.errored === true;
    if (outcome.kind === 'succeeded') {
      this.#report(
        failed ? { kind: 'upstream-failed', cause: 'stream-error', status: head.status } : outcome,
      );
    }
    this.#services.monitor.requestClosed(account.id);
    const relayed = head.status >= 400 ? 'relayed-error' : failed ? 'broken-stream' : 'succeeded';
    this.#finish(end === 'client-gone' ? 'client-aborted' : relayed, head.status, report, end);
  }

  /** Lets go of an attempt whose answer nobody will get. */
  #drop(attempt: Attempt): void {
    attempt.exchange.abort();
    if (this.#served) this.#services.monitor.requestClosed(this.#served.id);
    this.#served = null;
    this.#exchange = null;
  }

  #nobodyLeft(cursor: RouteCursor): OwnError {
    const { clock } = this.#services;
    const entries = cursor.passedOver(clock.now());
    const failed = this.#signInFailed;
    if (failed && !entries.some((entry) => entry.accountId === failed.id))
      return signInUnavailable(failed.name);
    return exhausted(entries, this.#scan.model, clock.now());
  }

  #answerSelf(error: OwnError): void {
    sendError(this.#response, error, this.#ownHeaders());
    this.#firstByteMs = this.#elapsed();
    this.#finish('own-error', error.status, null, 'ended');
  }

  /** The client went before it had a byte. */
  #leave(): void {
    this.#exchange?.abort();
    if (this.#served) this.#services.monitor.requestClosed(this.#served.id);
    this.#finish('client-aborted', null, null, 'client-gone');
  }

  #clientClosed(): void {
    if (this.#response.writableFinished) return;
    this.#gone = true;
    this.#exchange?.abort();
    this.#onGone?.();
  }

  async #pause(delayMs: number): Promise<void> {
    const controller = new AbortController();
    this.#onGone = () => controller.abort();
    // An abort ends the pause early; the caller looks at `#gone` next.
    await sleep(this.#services.clock, delayMs, controller.signal).catch(() => {});
    this.#onGone = null;
  }

  #report(outcome: AttemptOutcome): void {
    if (!this.#served) return;
    this.#services.monitor.report(this.#served.id, outcome, {
      pathKind: this.#path.kind,
      freshToken: this.#renewed.has(this.#served.id),
    });
  }

  #ownHeaders(): string[] {
    return ['x-rota-attempts', String(this.#attempts.length), 'x-rota-request', this.#id];
  }

  #elapsed(): number {
    return this.#services.clock.monotonic() - this.#startedMonotonic;
  }

  #finish(
    outcome: RequestFacts['outcome'],
    status: number | null,
    report: AnswerReport | null,
    end: RelayEnd,
  ): void {
    this.#services.finished({
      id: this.#id,
      startedAt: this.#startedAt,
      method: this.#request.method ?? 'GET',
      path: this.#path.path,
      model: this.#scan.model,
      stream: this.#scan.stream,
      sessionId: this.#sessionId,
      route: this.#route,
      attempts: this.#attempts,
      accountId: outcome === 'own-error' ? null : (this.#served?.id ?? null),
      status,
      outcome,
      firstByteMs: this.#firstByteMs,
      durationMs: this.#elapsed(),
      usage: report?.usage ?? null,
      incomplete: end !== 'ended' || report?.complete === false,
    });
  }
}

/** Answers that must not reach the client as they are: a redirect would take its key and prompt to another host. */
function cannotBeRelayed(outcome: AttemptOutcome): boolean {
  return (
    outcome.kind === 'upstream-failed' && (outcome.cause === 'redirect' || outcome.cause === 'invalid-answer')
  );
}
