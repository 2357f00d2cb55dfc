import type { Clock } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import type { SimulatedAccount } from './account/simulated-account.ts';
import type { Compression } from './wire/compression.ts';
import type { Pace } from './wire/send-answer.ts';

/** How a simulator behaves. Everything but the clock and the accounts has a default. */
export interface SimulatorOptions {
  readonly clock: Clock;
  readonly accounts: readonly SimulatedAccount[];
  /** Where ids and tokens come from; default the operating system, `seededRandom` for repeatable runs. */
  readonly random?: Random;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default: at once. */
  readonly pace?: Pace;
  /** Compresses answers whether or not the caller offers to decode them; default null. */
  readonly compression?: Compression | null;
  /** Length of a simulated hour, for windows that reset before one's eyes; default 3600. Tokens live in real time. */
  readonly secondsPerHour?: number;
  /** Refuses subscription tokens without the beta flag `oauth-2025-04-20`; default true. */
  readonly requireOauthBeta?: boolean;
  readonly oauth?: {
    /** Default the vendor's public client id. */
    readonly clientId?: string;
    /** Registered besides the simulator's own manual callback page and loopback URIs of any port. */
    readonly redirectUris?: readonly string[];
    /** Default 8 hours. */
    readonly accessTokenLifeSeconds?: number;
    /** Default 30 days. */
    readonly refreshTokenLifeSeconds?: number;
    /** A refresh token that is used twice ends its whole grant; default false. */
    readonly reuseKillsFamily?: boolean;
  };
  readonly ledger?: {
    /** Entries that are kept, each of requests and token calls; default 10,000. */
    readonly maxEntries?: number;
    /** Keeps raw request bodies; default false. */
    readonly keepBodies?: boolean;
  };
  /** Told of a defect of the simulator itself, which resets the connection. Default: thrown as uncaught. */
  readonly onInternalError?: (error: unknown) => void;
}
