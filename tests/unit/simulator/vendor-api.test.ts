import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LiveAccount } from '../../../src-main/core/simulator/account/live-account.ts';
import { VendorApi } from '../../../src-main/core/simulator/api/vendor-api.ts';
import { seededRandom } from '../../../src-main/core/simulator/seeded-random.ts';
import { ReceivedRequest } from '../../../src-main/core/simulator/wire/received-request.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const account = new LiveAccount(
  { id: 'key', email: 'key@studio.example', plan: 'api', apiKey: 'good-key' },
  new ManualClock(),
  3_600_000,
);
const api = new VendorApi({
  clock: new ManualClock(),
  random: seededRandom(1),
  accounts: [account],
  grants: { lookUp: () => ({ state: 'unknown' }) },
  requireOauthBeta: true,
});

/** Bodies that are nearly right: real field names with any values. */
const nearlyRight = fc.record(
  {
    model: fc.oneof(fc.constant('claude-opus-5-5'), fc.jsonValue()),
    max_tokens: fc.oneof(fc.constant(10), fc.jsonValue()),
    messages: fc.oneof(
      fc.array(fc.record({ role: fc.constantFrom('user', 'system'), content: fc.jsonValue() })),
      fc.jsonValue(),
    ),
    system: fc.jsonValue(),
    tools: fc.jsonValue(),
    tool_choice: fc.jsonValue(),
    metadata: fc.jsonValue(),
    thinking: fc.jsonValue(),
    safeguards: fc.jsonValue(),
    stream: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

it('a Messages or count_tokens body of any make is answered with 200 or 400 and never breaks the server', () => {
  fc.assert(
    fc.property(
      fc.oneof(nearlyRight, fc.jsonValue()).map((value) => JSON.stringify(value)),
      fc.constantFrom('/v1/messages', '/v1/messages/count_tokens'),
      (body, target) => {
        const rawHeaders = ['x-api-key', 'good-key', 'anthropic-version', '2023-06-01'];
        const request = new ReceivedRequest('req', { method: 'POST', target, rawHeaders }, Buffer.from(body));
        expect([200, 400]).toContain(api.answer(request).status);
      },
    ),
    { numRuns: 300 },
  );
});
