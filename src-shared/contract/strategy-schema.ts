import { z } from 'zod';

/** A way to order accounts that may all serve. */
export const strategySchema = z.enum(['priority', 'round_robin', 'least_used', 'soonest_reset']);
