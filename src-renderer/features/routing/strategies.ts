import type { StrategyName } from '../../../src-shared/model/snapshot.ts';

/** The strategies in the order in which they are offered. */
export const STRATEGIES: readonly StrategyName[] = ['priority', 'round_robin', 'least_used', 'soonest_reset'];
