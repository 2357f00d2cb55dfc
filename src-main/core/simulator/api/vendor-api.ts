import type { Clock } from '../../lib/clock.ts';
import { type Random, randomToken } from '../../lib/random.ts';
import type { LiveAccount } from '../account/live-account.ts';
import type { GrantBook } from '../oauth/grant-book.ts';
import type { Service } from '../service.ts';
import { type Answer, errorAnswer, type HeaderList, jsonAnswer } from '../wire/answer.ts';
import { isObject } from '../wire/json-value.ts';
import type { ReceivedRequest } from '../wire/received-request.ts';
import { profileAnswer, usageAnswer } from './account-facts.ts';
import { type Caller, identifyCaller } from './caller.ts';
import { type Message, outputTokens, plainAnswer, streamAnswer } from './message-answer.ts';
import { type MessageRequest, readMessageRequest } from './message-request.ts';
import { modelAnswer, modelListAnswer } from './models.ts';
import { composeReply } from './reply.ts';

/** What the vendor API is made of. */
export interface VendorApiParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly accounts: readonly LiveAccount[];
  readonly grants: Pick<GrantBook, 'lookUp'>;
  /** Older servers refused a subscription token without the beta flag `oauth-2025-04-20`. */
  readonly requireOauthBeta: boolean;
}

type Identified = Exclude<Caller, { kind: 'refused' }>;

const OAUTH_BETA = 'oauth-2025-04-20';
const cacheLifeMs = { '5m': 5 * 60_000, '1h': 60 * 60_000 } as const;

/** The fake vendor API: messages, token counting, models, profile and usage. */
export class VendorApi implements Service {
  readonly #parts: VendorApiParts;

  constructor(parts: VendorApiParts) {
    this.#parts = parts;
  }

  accountOf(request: ReceivedRequest): LiveAccount | null {
    return this.#identify(request).account;
  }

  answer(request: ReceivedRequest): Answer {
    const { method, path } = request;
    if (path === '/' || path === '/api/hello') return jsonAnswer(200, { message: 'hello' });

    const caller = this.#identify(request);
    if (caller.kind === 'refused') {
      const type = caller.status === 401 ? 'authentication_error' : 'permission_error';
      return errorAnswer(caller.status, type, caller.message, request.id);
    }
    if (path.startsWith('/api/oauth/')) return this.#accountFacts(request, caller);

    const refusal = this.#headerRefusal(request, caller);
    if (refusal !== null) return refusal;
    switch (`${method} ${path}`) {
      case 'POST /v1/messages':
        return this.#messages(request, caller.account);
      case 'POST /v1/messages/count_tokens':
        return this.#countTokens(request, caller.account);
      case 'GET /v1/models':
        return withHeaders(modelListAnswer(request), vendorHeaders(caller.account, null));
    }
    const modelId = /^\/v1\/models\/([^/]+)$/.exec(path)?.[1];
    if (method === 'GET' && modelId !== undefined) {
      return withHeaders(modelAnswer(modelId, request.id), vendorHeaders(caller.account, null));
    }
    return errorAnswer(404, 'not_found_error', 'Not found', request.id);
  }

  #identify(request: ReceivedRequest): Caller {
    return identifyCaller(request, this.#parts.accounts, this.#parts.grants);
  }

  /** What the vendor refuses by the headers alone. */
  #headerRefusal(request: ReceivedRequest, caller: Identified): Answer | null {
    const subscription = caller.kind === 'oauth' || caller.kind === 'setup-token';
    const betas =
      request
        .header('anthropic-beta')
        ?.split(',')
        .map((beta) => beta.trim()) ?? [];
    if (subscription && this.#parts.requireOauthBeta && !betas.includes(OAUTH_BETA)) {
      const message = 'OAuth authentication is currently not supported.';
      return errorAnswer(401, 'authentication_error', message, request.id);
    }
    if (request.header('anthropic-version') === null) {
      return errorAnswer(400, 'invalid_request_error', 'anthropic-version: header is required', request.id);
    }
    return null;
  }

  #messages(request: ReceivedRequest, account: LiveAccount): Answer {
    const read = readMessageRequest(request.json, request.header('x-claude-code-session-id'));
    if (!read.ok) {
      const headers = vendorHeaders(account, null);
      return errorAnswer(400, read.error.code, read.error.message, request.id, headers);
    }
    const limited = this.#limited(request, account, read.value.model);
    if (limited !== null) return limited;

    const message = this.#compose(read.value, account);
    const { inputTokens, cacheCreationInputTokens, cacheReadInputTokens } = message.prompt;
    const tokens =
      inputTokens + cacheCreationInputTokens + cacheReadInputTokens + outputTokens(message.reply);
    account.charge(message.model, tokens);
    const headers = vendorHeaders(account, message.model);
    return read.value.stream ? streamAnswer(message, headers) : plainAnswer(message, headers);
  }

  #limited(request: ReceivedRequest, account: LiveAccount, model: string): Answer | null {
    const refusal = account.refusal(model);
    if (refusal === null) return null;
    const waitSeconds = Math.max(1, Math.ceil((refusal.resetsAt - this.#parts.clock.now()) / 1000));
    return errorAnswer(429, 'rate_limit_error', refusal.message, request.id, [
      ...vendorHeaders(account, model),
      ['retry-after', String(waitSeconds)],
      ['x-should-retry', 'true'],
    ]);
  }

  #compose(request: MessageRequest, account: LiveAccount): Message {
    const newToken = () => randomToken(this.#parts.random, 18);
    const { cacheTtl, cacheKey, promptTokens } = request;
    return {
      id: `msg_${newToken()}`,
      model: request.model,
      reply: composeReply(request, {
        name: account.name,
        answerNumber: account.nextAnswerNumber(),
        newToken,
      }),
      prompt:
        cacheTtl === null
          ? { inputTokens: promptTokens, cacheReadInputTokens: 0, cacheCreationInputTokens: 0 }
          : account.promptCache.use(cacheKey, promptTokens, cacheLifeMs[cacheTtl], this.#parts.clock.now()),
      cacheTtl,
      withSafeguards: request.wantsSafeguards,
    };
  }

  #countTokens(request: ReceivedRequest, account: LiveAccount): Answer {
    // The vendor wants no max_tokens here; everything else is read the same way.
    const body = isObject(request.json) ? { max_tokens: 1, ...request.json } : request.json;
    const read = readMessageRequest(body, null);
    if (!read.ok) return errorAnswer(400, read.error.code, read.error.message, request.id);
    return jsonAnswer(
      200,
      { input_tokens: read.value.promptTokens },
      vendorHeaders(account, read.value.model),
    );
  }

  #accountFacts(request: ReceivedRequest, caller: Identified): Answer {
    if (caller.kind !== 'oauth' || !caller.scopes.includes('user:profile')) {
      const message = 'OAuth token does not meet scope requirement user:profile';
      return errorAnswer(403, 'permission_error', message, request.id);
    }
    switch (`${request.method} ${request.path}`) {
      case 'GET /api/oauth/profile':
        return profileAnswer(caller.account);
      case 'GET /api/oauth/usage':
        return usageAnswer(caller.account, this.#parts.clock.now());
      default:
        return errorAnswer(404, 'not_found_error', 'Not found', request.id);
    }
  }
}

function vendorHeaders(account: LiveAccount, model: string | null): HeaderList {
  return [...account.limitHeaders(model), ['anthropic-organization-id', account.organizationUuid]];
}

function withHeaders(answer: Answer, headers: HeaderList): Answer {
  return { ...answer, headers: [...answer.headers, ...headers] };
}
