import { brokenUtf8 } from './connection/broken-utf8.ts';
import { closeAfterAnswer } from './connection/close-after-answer.ts';
import { compressed } from './connection/compressed.ts';
import { garbageInsteadOfHttp } from './connection/garbage-instead-of-http.ts';
import { hangUpBeforeHead } from './connection/hang-up-before-head.ts';
import { hugeHead } from './connection/huge-head.ts';
import { overlongBody } from './connection/overlong-body.ts';
import { resetBeforeBody } from './connection/reset-before-body.ts';
import { resetBeforeHead } from './connection/reset-before-head.ts';
import { silent } from './connection/silent.ts';
import { slowDrip } from './connection/slow-drip.ts';
import { truncatedBody } from './connection/truncated-body.ts';
import type { Fault } from './fault.ts';
import { badGateway } from './status/bad-gateway.ts';
import { blockPageAnswer } from './status/block-page-answer.ts';
import { fiveHourLimit } from './status/five-hour-limit.ts';
import { internalError } from './status/internal-error.ts';
import { invalidRequest } from './status/invalid-request.ts';
import { invalidToken } from './status/invalid-token.ts';
import { modelNotFound } from './status/model-not-found.ts';
import { onlyClaudeCode } from './status/only-claude-code.ts';
import { opusWeekLimit } from './status/opus-week-limit.ts';
import { outOfCredit } from './status/out-of-credit.ts';
import { overloaded } from './status/overloaded.ts';
import { paymentRequired } from './status/payment-required.ts';
import { permissionDenied } from './status/permission-denied.ts';
import { redirect } from './status/redirect.ts';
import { regionBlocked } from './status/region-blocked.ts';
import { requestTimeout } from './status/request-timeout.ts';
import { requestTooLarge } from './status/request-too-large.ts';
import { throttled } from './status/throttled.ts';
import { throttledWithRetryAfter } from './status/throttled-with-retry-after.ts';
import { tokenRevoked } from './status/token-revoked.ts';
import { unavailable } from './status/unavailable.ts';
import { apiErrorEvent } from './stream/api-error-event.ts';
import { emptyAnswer } from './stream/empty-answer.ts';
import { endWithoutMessageStop } from './stream/end-without-message-stop.ts';
import { endlessLine } from './stream/endless-line.ts';
import { errorEventMidStream } from './stream/error-event-mid-stream.ts';
import { headOnly } from './stream/head-only.ts';
import { jsonInsteadOfSse } from './stream/json-instead-of-sse.ts';
import { overloadedEvent } from './stream/overloaded-event.ts';
import { pingsBeforeStart } from './stream/pings-before-start.ts';
import { resetMidStream } from './stream/reset-mid-stream.ts';
import { stalledMidStream } from './stream/stalled-mid-stream.ts';
import { unparsableDataLine } from './stream/unparsable-data-line.ts';
import { tokenAbsurdExpiry } from './token/token-absurd-expiry.ts';
import { tokenBlockPage } from './token/token-block-page.ts';
import { tokenGarbage } from './token/token-garbage.ts';
import { tokenInternalError } from './token/token-internal-error.ts';
import { tokenInvalidGrant } from './token/token-invalid-grant.ts';
import { tokenNegativeExpiry } from './token/token-negative-expiry.ts';
import { tokenNotFound } from './token/token-not-found.ts';
import { tokenResetAfterProcessing } from './token/token-reset-after-processing.ts';
import { tokenResetBeforeProcessing } from './token/token-reset-before-processing.ts';
import { tokenSilent } from './token/token-silent.ts';
import { tokenThrottled } from './token/token-throttled.ts';
import { tokenThrottledWithRetryAfter } from './token/token-throttled-with-retry-after.ts';
import { tokenWithoutAccessToken } from './token/token-without-access-token.ts';
import { tokenWithoutRefreshToken } from './token/token-without-refresh-token.ts';

/** Every fault, in the order of where it strikes. */
export const allFaults: readonly Fault[] = [
  invalidRequest,
  outOfCredit,
  paymentRequired,
  onlyClaudeCode,
  invalidToken,
  tokenRevoked,
  permissionDenied,
  regionBlocked,
  blockPageAnswer,
  modelNotFound,
  requestTimeout,
  requestTooLarge,
  throttled,
  internalError,
  badGateway,
  unavailable,
  overloaded,
  throttledWithRetryAfter,
  redirect,
  fiveHourLimit,
  opusWeekLimit,
  resetBeforeBody,
  resetBeforeHead,
  hangUpBeforeHead,
  silent,
  hugeHead,
  garbageInsteadOfHttp,
  truncatedBody,
  overlongBody,
  slowDrip,
  compressed,
  closeAfterAnswer,
  brokenUtf8,
  overloadedEvent,
  apiErrorEvent,
  headOnly,
  emptyAnswer,
  jsonInsteadOfSse,
  endlessLine,
  resetMidStream,
  endWithoutMessageStop,
  errorEventMidStream,
  unparsableDataLine,
  stalledMidStream,
  pingsBeforeStart,
  tokenThrottled,
  tokenThrottledWithRetryAfter,
  tokenInternalError,
  tokenBlockPage,
  tokenNotFound,
  tokenInvalidGrant,
  tokenGarbage,
  tokenWithoutAccessToken,
  tokenWithoutRefreshToken,
  tokenNegativeExpiry,
  tokenAbsurdExpiry,
  tokenSilent,
  tokenResetBeforeProcessing,
  tokenResetAfterProcessing,
];

/** The fault of that name; throws when there is none. */
export function faultNamed(name: string): Fault {
  const fault = allFaults.find((candidate) => candidate.name === name);
  if (!fault) throw new Error(`There is no fault named ${name}.`);
  return fault;
}
