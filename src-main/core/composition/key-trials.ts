import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { upstreamHeaders } from '../gateway/forwarded-headers.ts';
import { HeaderLines, headerLine } from '../gateway/header-lines.ts';
import { upstreamTarget } from '../gateway/request-path.ts';
import type { Clock } from '../lib/clock.ts';
import type { KeyTrial, KeyTrialService } from '../management/services.ts';
import { type FetchOutcome, fetchWithin } from '../oauth/fetch-within.ts';
import type { HttpFetch } from '../oauth/http-fetch.ts';
import { readErrorBody } from '../providers/error-body.ts';
import { refusesThisClient, refusesThisNetwork } from '../providers/error-texts.ts';
import { isSubscriptionToken } from '../providers/subscription-token.ts';

type Verdict = ProcedureOutput<'accounts.testKey'>['result'];

interface KeyTrialOptions {
  readonly fetch: HttpFetch;
  readonly clock: Clock;
  readonly userAgent: string;
}

/** Longest wait for an answer, in ms: somebody is looking at the form meanwhile. */
const TIMEOUT_MS = 10_000;
/** Asked for its list of models, an upstream spends no tokens and still looks at the key. */
const MODELS_PATH = '/v1/models';
const API_VERSION = '2023-06-01';

/** Tries keys with the headers that the gateway would send; nothing of a key or an answer is kept or logged. */
export class KeyTrials implements KeyTrialService {
  readonly #options: KeyTrialOptions;

  constructor(options: KeyTrialOptions) {
    this.#options = options;
  }

  async try(trial: KeyTrial): Promise<ProcedureOutput<'accounts.testKey'>> {
    const { clock, userAgent } = this.#options;
    const { origin, pathname } = new URL(trial.baseUrl);
    const url = origin + upstreamTarget(pathname.replace(/\/+$/, ''), MODELS_PATH);
    const startedAt = clock.monotonic();
    const outcome = await fetchWithin({ ...this.#options, timeoutMs: TIMEOUT_MS }, url, {
      method: 'GET',
      headers: headersFor(trial, userAgent),
      proxy: trial.proxy,
    });
    return {
      result: verdictOn(outcome),
      status: outcome.kind === 'answered' ? outcome.status : null,
      durationMs: Math.round(clock.monotonic() - startedAt),
    };
  }
}

function headersFor({ key, authType }: KeyTrial, userAgent: string): Record<string, string> {
  const lines = upstreamHeaders({
    headers: HeaderLines.parse(
      headerLine('accept', 'application/json') + headerLine('user-agent', userAgent),
    )!,
    credential: {
      scheme: authType === 'auth_token' ? 'bearer' : 'x-api-key',
      value: key,
      subscription: isSubscriptionToken(key.reveal()),
      version: 0,
    },
    customHeaders: {},
    apiVersion: API_VERSION,
    contentLength: null,
  });
  return HeaderLines.parse(lines)!.record();
}

/** A firewall's page, or a rule about networks and clients, says nothing about the key. */
function verdictOn(outcome: FetchOutcome): Verdict {
  if (outcome.kind === 'unreachable' || outcome.kind === 'timed-out') return 'unreachable';
  if (outcome.kind === 'too-large') return 'unclear';
  const { status, headers, body } = outcome;
  if (status === 200) return 'accepted';
  if (status !== 401 && status !== 403) return 'unclear';
  const error = readErrorBody(Buffer.from(body), headers['content-type']);
  return refusesThisNetwork(error) || refusesThisClient(error) ? 'unclear' : 'refused';
}
