import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { ReportContext } from '../accounts/account-registry.ts';
import type { Clock } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import type { CredentialSource } from '../oauth/credential.ts';
import type { AttemptOutcome } from '../providers/attempt-outcome.ts';
import type { Router } from '../routing/router.ts';
import type { Settings } from '../settings/settings.ts';
import type { BodyMemory } from './body-memory.ts';
import type { TurnEnd } from './turn-end.ts';
import type { UpstreamPools } from './upstream-pools.ts';
import type { WriteBatcher } from './write-batcher.ts';

/** Where the gateway tells what an account's answers were. */
export interface AccountMonitor {
  /** What one attempt came to: a failure before its answer is committed, a success at the answer's end. */
  report(accountId: string, outcome: AttemptOutcome, context: ReportContext): void;
  requestOpened(accountId: string): void;
  requestClosed(accountId: string): void;
}

/** What every proxied request works with. */
export interface ProxyServices {
  readonly clock: Clock;
  readonly random: Random;
  readonly router: Router;
  readonly credentials: CredentialSource;
  readonly monitor: AccountMonitor;
  readonly pools: UpstreamPools;
  readonly batcher: WriteBatcher;
  readonly turnEnd: TurnEnd;
  readonly bodies: BodyMemory;
  readonly settings: () => Settings;
  /** Takes the facts of a request that is over. */
  readonly finished: (facts: () => RequestFacts) => void;
}
