import type { SimulatorOptions } from './simulator-options.ts';

/**
 * The simulator's part of the demo: four accounts at different points of their limits, as somebody has them in
 * the middle of a working day, answering at a reading pace.
 */
export const demoFleet = {
  accounts: [
    {
      id: 'work',
      email: 'work@studio.example',
      plan: 'max',
      organizationName: 'Studio Example',
      quotas: [
        { claim: 'five_hour', size: 200, unit: 'requests', utilization: 0.58, resetsInHours: 2.7 },
        { claim: 'seven_day', size: 2_000, unit: 'requests', utilization: 0.24, resetsInHours: 75 },
        { claim: 'seven_day_opus', size: 500, unit: 'requests', utilization: 0.4, resetsInHours: 75 },
      ],
    },
    {
      // Spent after six requests and open again some minutes later, so that a failover can be watched.
      id: 'home',
      email: 'me@home.example',
      plan: 'pro',
      quotas: [
        { claim: 'five_hour', size: 60, unit: 'requests', utilization: 0.9, resetsInHours: 0.1 },
        { claim: 'seven_day', size: 600, unit: 'requests', utilization: 0.81, resetsInHours: 31 },
      ],
    },
    {
      id: 'old',
      email: 'old@mail.example',
      plan: 'pro',
      quotas: [
        { claim: 'five_hour', size: 60, unit: 'requests', utilization: 0.02, resetsInHours: 4.5 },
        { claim: 'seven_day', size: 600, unit: 'requests', utilization: 0.06, resetsInHours: 130 },
      ],
    },
    {
      id: 'studio-key',
      email: 'billing@studio.example',
      name: 'API key · Studio',
      plan: 'api',
      apiKey: 'sk-ant-api03-simulated-studio-key',
      rates: { requestsPerMinute: 50, tokensPerMinute: 400_000 },
    },
  ],
  pace: { firstEventMs: 250, betweenEventsMs: 25 },
} as const satisfies Partial<SimulatorOptions>;

/** Ids of the accounts that are signed in when the demo starts; `old` is left so that a sign-in can be tried. */
export const demoSignedIn: readonly string[] = ['work', 'home'];
