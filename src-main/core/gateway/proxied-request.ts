/**
 * One proxied request from its head to its last byte: read the body, ask the router, try candidates until one answer may be
 * committed, relay it, and say what happened. Everything that decides is elsewhere and pure; this is the order of the steps.
 */
import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import type { AttemptFacts, RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { Account } from '../accounts/account.ts';
import type { Credential } from '../oauth/credential.ts';
import type { AttemptOutcome } from '../providers/attempt-outcome.ts';
import type { BoundKey, Choice, RouteCursor } from '../routing/router.ts';
import { AccountSeat } from './account-seat.ts';
import type { AnswerReport } from './answer-reader.ts';
import { type Attempt, type AttemptRequest, cannotBeRelayed, judgeAttempt, startAttempt } from './attempt.ts';
import type { ClientExchange } from './client-exchange.ts';
import { ClientWatch } from './client-watch.ts';
import { beginAnswer, relayAnswer } from './commit.ts';
import { type OwnError, sendError } from './error-response.ts';
import { nextStep, overloadBackoffMs, type TriedAttempt } from './failover-policy.ts';
import { headerLine } from './header-lines.ts';
import { bodyTooLarge, nobodyLeft, withoutAnswer } from './own-errors.ts';
import type { ProxyServices } from './proxy-services.ts';
import type { RelayEnd } from './relay.ts';
import { renameModel } from './rename-model.ts';
import type { ReplayBody } from './replay-body.ts';
import type { RequestPath } from './request-path.ts';
import { NO_SCAN, scanRequest } from './request-scan.ts';
import { sessionIdOf } from './session-id.ts';
import { Stopwatch } from './stopwatch.ts';
import type { UpstreamExchange } from './upstream-exchange.ts';

export class ProxiedRequest {
  readonly #services: ProxyServices;
  readonly #client: ClientExchange;
  readonly #path: RequestPath;
  readonly #key: BoundKey | null;
  readonly #id: string;
  readonly #startedAt: number;
  readonly #stopwatch: Stopwatch;
  readonly #seat: AccountSeat;
  readonly #watch: ClientWatch;

  /** Size of the body while it is kept. */
  #heldBytes: number | null = null;
  #scan = NO_SCAN;
  #modelServed: string | null = null;
  #sessionId: string | null = null;
  #cursor: RouteCursor | null = null;
  #signInFailed: Account | null = null;
  #exchange: UpstreamExchange | null = null;
  readonly #renewed = new Set<string>();
  readonly #tried: TriedAttempt[] = [];
  readonly #attempts: AttemptFacts[] = [];

  constructor(
    services: ProxyServices,
    client: ClientExchange,
    path: RequestPath,
    key: BoundKey | null,
    id: string,
  ) {
    this.#services = services;
    this.#client = client;
    this.#path = path;
    this.#key = key;
    this.#id = id;
    this.#startedAt = services.clock.now();
    this.#stopwatch = new Stopwatch(services.clock);
    this.#seat = new AccountSeat(services.monitor);
    this.#watch = new ClientWatch(client, services.clock, () => this.#exchange?.abort());
  }

  /** Runs to the end of the answer. Never rejects for anything that a client or an upstream does. */
  async run(): Promise<void> {
    try {
      await this.#serve();
    } finally {
      // Also where something broke inside: an account that stayed occupied would reach its cap in time.
      this.#seat.leave();
      if (this.#heldBytes !== null) this.#services.bodies.released(this.#heldBytes);
    }
  }

  async #serve(): Promise<void> {
    const { maxBodyBytes } = this.#services.settings().server;
    const body = await this.#client.readBody(maxBodyBytes);
    this.#stopwatch.bodyRead();
    if (body === 'too-large') return this.#answerSelf(bodyTooLarge(maxBodyBytes));
    if (body === 'aborted' || this.#watch.gone) return this.#leave();

    this.#heldBytes = body.byteLength;
    this.#services.bodies.held();
    this.#scan = scanRequest(body);
    this.#modelServed = this.#scan.model;
    this.#sessionId = sessionIdOf(this.#client.headers, this.#scan);
    this.#cursor = this.#services.router.begin({
      model: this.#scan.model,
      sessionId: this.#sessionId,
      pathKind: this.#path.kind,
      key: this.#key,
      now: this.#startedAt,
    });
    await this.#tryCandidates(this.#cursor, body);
  }

  async #tryCandidates(cursor: RouteCursor, body: ReplayBody): Promise<void> {
    const { clock, credentials } = this.#services;
    let choice = cursor.next(clock.now());
    while (choice) {
      const { account } = choice;
      // Before the credential is there: it may have to be fetched, and the account's cap must hold meanwhile.
      this.#seat.take(account);
      const ready = credentials.ready(account.id);
      const result = ready ? { ok: true as const, value: ready } : await credentials.get(account.id);
      if (this.#watch.gone) return this.#leave();
      if (!result.ok) {
        this.#signInFailed = account;
        choice = cursor.next(clock.now());
        continue;
      }
      const attempt = await this.#attempt(choice, result.value, body);
      if (this.#watch.gone) return this.#leave();
      const next = await this.#follow(attempt, choice, result.value, cursor);
      if (next === 'done') return;
      if (this.#watch.gone) return this.#leave();
      choice = next;
    }
    this.#seat.leave();
    const now = clock.now();
    this.#answerSelf(nobodyLeft(cursor.passedOver(now), this.#signInFailed, this.#scan.model, now));
  }

  /** One attempt with its bookkeeping. */
  async #attempt(choice: Choice, credential: Credential, body: ReplayBody): Promise<Attempt> {
    const { clock, pools } = this.#services;
    const { account } = choice;
    const startedAt = clock.monotonic();
    const route = pools.route(account.entry);
    const request: AttemptRequest = {
      method: this.#client.method,
      path: this.#path,
      headers: this.#client.headers,
      body: choice.model === null ? body : renameModel(body, choice.model),
      model: choice.model ?? this.#scan.model,
    };
    this.#modelServed = request.model;
    this.#exchange = startAttempt(request, account, credential, route);
    const sentAt = clock.monotonic();
    const judged = await judgeAttempt(this.#exchange, request, route, clock);
    const decidedAt = clock.monotonic();
    this.#stopwatch.upstreamTook(decidedAt - sentAt);
    const outcome: AttemptOutcome = this.#watch.gone ? { kind: 'client-aborted' } : judged.outcome;
    this.#tried.push({ accountId: account.id, upstream: account.entry.baseUrl, outcome });
    this.#attempts.push({
      accountId: account.id,
      reason: choice.reason,
      outcome: outcome.kind,
      status: judged.head?.status ?? null,
      durationMs: decidedAt - startedAt,
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
        await this.#watch.pause(step.delayMs);
        return { ...choice, reason: { kind: 'waited-for-cache', waitedMs: step.delayMs } };
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
          await this.#watch.pause(overloadBackoffMs(random.fraction()));
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
    const { exchange, head, outcome } = attempt;
    if (!head || cannotBeRelayed(outcome)) {
      this.#drop(attempt);
      const allLocal = this.#tried.every((tried) => tried.outcome.kind === 'local-origin-failed');
      return this.#answerSelf(withoutAnswer(outcome, account.entry.baseUrl, allLocal));
    }
    if (outcome.kind === 'succeeded') this.#cursor?.answeredBy(account.id, this.#services.clock.now());

    beginAnswer(this.#client, head, headerLine('x-rota-account', account.id) + this.#ownHeaders());
    this.#stopwatch.firstByte();
    const { end, report } = await relayAnswer(exchange, this.#client, head, this.#services);
    const failed = end === 'broken' || report?.errored === true;
    if (outcome.kind === 'succeeded') {
      this.#report(
        failed ? { kind: 'upstream-failed', cause: 'stream-error', status: head.status } : outcome,
      );
    }
    const relayed = head.status >= 400 ? 'relayed-error' : failed ? 'broken-stream' : 'succeeded';
    this.#finish(end === 'client-gone' ? 'client-aborted' : relayed, head.status, report, end);
  }

  /** Lets go of an attempt whose answer nobody will get. */
  #drop(attempt: Attempt): void {
    attempt.exchange.abort();
    this.#exchange = null;
  }

  #answerSelf(error: OwnError): void {
    sendError(this.#client, error, this.#ownHeaders());
    this.#stopwatch.firstByte();
    this.#finish('own-error', error.status, null, 'ended');
  }

  /** The client went before it had a byte. */
  #leave(): void {
    this.#exchange?.abort();
    this.#finish('client-aborted', null, null, 'client-gone');
  }

  #report(outcome: AttemptOutcome): void {
    const { account } = this.#seat;
    if (!account) return;
    const context = { pathKind: this.#path.kind, freshToken: this.#renewed.has(account.id) };
    this.#services.monitor.report(account.id, outcome, context);
  }

  #ownHeaders(): string {
    return `x-rota-attempts: ${this.#attempts.length}\r\nx-rota-request: ${this.#id}\r\n`;
  }

  #finish(
    outcome: RequestFacts['outcome'],
    status: number | null,
    report: AnswerReport | null,
    end: RelayEnd,
  ): void {
    const times = this.#stopwatch.times();
    const passedOver = this.#cursor?.doneWithout(this.#services.clock.now(), this.#attempts) ?? [];
    const accountId = outcome === 'own-error' ? null : (this.#seat.account?.id ?? null);
    this.#services.finished(() => ({
      id: this.#id,
      startedAt: this.#startedAt,
      method: this.#client.method,
      path: this.#path.path,
      model: this.#scan.model,
      modelServed: this.#modelServed,
      keyName: this.#key?.name ?? null,
      stream: this.#scan.stream,
      sessionId: this.#sessionId,
      route: this.#cursor?.route ?? null,
      attempts: this.#attempts,
      passedOver,
      accountId,
      status,
      outcome,
      ...times,
      usage: report?.usage() ?? null,
      incomplete: end !== 'ended' || report?.complete === false,
    }));
  }
}
