import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, hourOf } from '../../../src-main/core/usage/local-time.ts';
import type { UsageGroup } from '../../../src-main/core/usage/usage-report.ts';
import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import { openHistoryRig } from '../../support/history-rig.ts';
import { requestFacts, tokenUsage } from '../../support/request-facts.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';

/** A week around the end of summer time of many zones, so that some days are longer than others. */
const BEGIN = Date.UTC(2026, 9, 22);
const SPAN_MS = 8 * 24 * 3_600_000;
const moment = fc.integer({ min: 0, max: SPAN_MS }).map((ms) => BEGIN + ms);

const request = fc.record({
  startedAt: moment,
  accountId: fc.constantFrom('work', 'home', null),
  model: fc.constantFrom('claude-opus-5-5', 'claude-haiku-5-5', 'of-another-vendor', null),
  keyName: fc.constantFrom(null, 'project'),
  input: fc.integer({ min: 0, max: 1_000 }),
  output: fc.integer({ min: 0, max: 1_000 }),
  reported: fc.boolean(),
});

function factsOf(
  drawn: typeof request extends fc.Arbitrary<infer T> ? T : never,
  index: number,
): RequestFacts {
  const { input, output, reported, ...facts } = drawn;
  return requestFacts(`r-${index}`, {
    ...facts,
    usage: reported ? tokenUsage({ inputTokens: input, outputTokens: output }) : null,
  });
}

/** The same question, answered by going through all requests. */
function plainly(all: readonly RequestFacts[], since: number, until: number, by: readonly UsageGroup[]) {
  const rows = new Map<string, [number, number, number]>();
  for (const facts of all) {
    if (facts.startedAt < since || facts.startedAt >= until) continue;
    const name = JSON.stringify([
      by.includes('account') ? facts.accountId : null,
      by.includes('model') ? facts.model : null,
      by.includes('key') ? facts.keyName : null,
      by.includes('hour') ? hourOf(facts.startedAt) : by.includes('day') ? dayOf(facts.startedAt) : null,
    ]);
    const [requests, input, output] = rows.get(name) ?? [0, 0, 0];
    rows.set(name, [
      requests + 1,
      input + (facts.usage?.inputTokens ?? 0),
      output + (facts.usage?.outputTokens ?? 0),
    ]);
  }
  return Object.fromEntries(rows);
}

describe('a usage report', () => {
  it('is what adding up all requests of its span gives, however it is told apart', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(request, { maxLength: 60 }),
        fc.array(
          fc.record({
            from: moment,
            to: moment,
            by: fc.subarray<UsageGroup>(['account', 'model', 'key', 'day', 'hour']),
          }),
          {
            minLength: 1,
            maxLength: 6,
          },
        ),
        async (drawn, questions) => {
          using folder = new ScratchFolder();
          await using rig = openHistoryRig(folder.path);
          const all = drawn.map(factsOf);
          rig.record(...all);
          for (const { from, to, by } of questions) {
            const [since, until] = [Math.min(from, to), Math.max(from, to)];
            const rows = await rig.report({ since, until, by });
            const told = rows.map(({ accountId, model, keyName, from: start, sums }) => [
              JSON.stringify([accountId, model, keyName, start]),
              [sums.requests, sums.input_tokens, sums.output_tokens],
            ]);
            expect(Object.fromEntries(told)).toEqual(plainly(all, since, until, by));
          }
        },
      ),
      { numRuns: 12 },
    );
  });
});
