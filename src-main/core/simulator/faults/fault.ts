import type { Answer } from '../wire/answer.ts';
import type { Compression } from '../wire/compression.ts';
import type { Exchange } from '../wire/exchange.ts';

/** What a fault has to play with: one request whose answer it spoils or replaces. */
export interface FaultScene {
  readonly exchange: Exchange;
  readonly requestId: string;
  /** True when the request asks for a stream. */
  readonly stream: boolean;
  /** The simulator's wall clock in ms since the epoch. */
  readonly now: number;
  /** What would have been answered; calling it has the usual effects on limits, caches and tokens. */
  usualAnswer(): Answer;
  /** Makes the refresh token that this request spent good again, as at a server that does not rotate. */
  keepRefreshToken(): void;
  /** Sends a whole answer, compressed as the simulator always does unless a compression is given. */
  send(answer: Answer, compression?: Compression): Promise<void>;
}

/** One way in which an upstream fails or is strange. */
export interface Fault {
  /** Kebab-case and unique. */
  readonly name: string;
  /** One sentence: what the peer sees. */
  readonly description: string;
  /** What it is made for; decides which path it takes where an injection names none. */
  readonly on: 'api' | 'token-endpoint';
  /** Whether it shows before a gateway has passed anything on (and may ask another account) or after. */
  readonly phase: 'before-commit' | 'after-commit';
  readonly appliesTo: 'stream' | 'plain' | 'both';
  /**
   * What the peer is left with. `error-answer`: a complete answer that tells of the failure. `broken-answer`:
   * one that is wrong or cut. `no-answer`: the connection ends without one. `silence`: nothing more comes and
   * nothing ends until the peer gives up. `whole-answer`: all of it, in an unusual way.
   */
  readonly ending: 'error-answer' | 'broken-answer' | 'no-answer' | 'silence' | 'whole-answer';
  /** `head`: strikes before the request's body is read. Default: after. */
  readonly strikesAt?: 'head';
  play(scene: FaultScene): Promise<void> | void;
}
