import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Closer, CloserStack } from '../lib/closer.ts';
import { systemRandom } from '../lib/random.ts';
import { RotaError } from '../lib/result.ts';
import { LiveAccount } from './account/live-account.ts';
import type { SimulatedAccount } from './account/simulated-account.ts';
import { AccountControl } from './account-control.ts';
import { VendorApi } from './api/vendor-api.ts';
import { FaultControl } from './fault-control.ts';
import { Ledger } from './ledger.ts';
import { AuthorizationServer } from './oauth/authorization-server.ts';
import { GrantBook } from './oauth/grant-book.ts';
import { tokenFields } from './oauth/token-request.ts';
import { RequestFlow } from './request-flow.ts';
import type { SimulatorOptions } from './simulator-options.ts';

/** A running fake vendor: API and authorization server on one port. */
export interface Simulator extends Closer {
  /** Base of the API and of everything else, e.g. `http://127.0.0.1:4711`. */
  readonly url: string;
  readonly port: number;
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly profileUrl: string;
  readonly usageUrl: string;
  readonly clientId: string;
  /** The manual callback page, which shows `code#state`. */
  readonly redirectUri: string;
  readonly accounts: readonly AccountControl[];
  /** The account of that id or email; throws when there is none. */
  account(idOrEmail: string): AccountControl;
  readonly faults: FaultControl;
  readonly ledger: Ledger;
}

/** The vendor's public client. */
const DEFAULT_CLIENT_ID = '9d1c250a-e61b-44d9-88ed-5944d1962f5e';
const DEFAULT_ACCESS_TOKEN_LIFE_SECONDS = 8 * 3600;
const DEFAULT_REFRESH_TOKEN_LIFE_SECONDS = 30 * 24 * 3600;
const DEFAULT_SECONDS_PER_HOUR = 3600;
const DEFAULT_LEDGER_ENTRIES = 10_000;
/** Above the client's own pool limit, so that it is the client who lets go of an idle connection. */
const KEEP_ALIVE_MS = 75_000;

/**
 * Starts a fake vendor on a loopback port. Throws a `RotaError` with code `simulator_accounts` where two accounts
 * share an id, an email or a credential, and with `simulator_port` where the port cannot be had.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { clock, random = systemRandom, oauth = {} } = options;
  refuseTwins(options.accounts);
  const hourMs = (options.secondsPerHour ?? DEFAULT_SECONDS_PER_HOUR) * 1000;
  const accounts = options.accounts.map((spec) => new LiveAccount(spec, clock, hourMs));
  const clientId = oauth.clientId ?? DEFAULT_CLIENT_ID;
  const ledger = new Ledger(options.ledger?.maxEntries ?? DEFAULT_LEDGER_ENTRIES);
  const faults = new FaultControl();
  const grants = new GrantBook(clock, random, {
    accessTokenLifeSeconds: oauth.accessTokenLifeSeconds ?? DEFAULT_ACCESS_TOKEN_LIFE_SECONDS,
    refreshTokenLifeSeconds: oauth.refreshTokenLifeSeconds ?? DEFAULT_REFRESH_TOKEN_LIFE_SECONDS,
    reuseKillsFamily: oauth.reuseKillsFamily ?? false,
  });

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 });
  const port = await listen(server, options.port ?? 0, options.host ?? '127.0.0.1');
  const url = `http://${options.host ?? '127.0.0.1'}:${port}`;
  const redirectUri = `${url}/oauth/code/callback`;

  const authorizationServer = new AuthorizationServer({
    accounts: accounts.filter(({ isSubscription }) => isSubscription),
    grants,
    registration: { clientId, redirectUris: [redirectUri, ...(oauth.redirectUris ?? [])] },
    onTokenCall: (call) => ledger.addTokenCall({ at: clock.now(), ...call }),
  });
  const api = new VendorApi({
    clock,
    random,
    accounts,
    grants,
    requireOauthBeta: options.requireOauthBeta ?? true,
  });
  const flow = new RequestFlow({
    clock,
    random,
    ledger,
    faults,
    delivery: {
      pace: options.pace ?? { firstEventMs: 0, betweenEventsMs: 0 },
      compression: options.compression ?? null,
    },
    keepBodies: options.ledger?.keepBodies ?? false,
    serviceFor: (path) => (/^\/(v1\/)?oauth\//.test(path) ? authorizationServer : api),
    keepRefreshToken: (request) => grants.unspend(tokenFields(request)('refresh_token') ?? ''),
    onInternalError: options.onInternalError ?? throwUncaught,
  });
  const closer = new CloserStack();
  closer.add(() => closeServer(server));
  closer.add(() => flow.stop());
  server.on('request', (request, response) => void flow.serve(request, response));

  const controls = accounts.map((account) => new AccountControl(account, grants, clock, clientId));
  return {
    url,
    port,
    authUrl: `${url}/oauth/authorize`,
    tokenUrl: `${url}/v1/oauth/token`,
    profileUrl: `${url}/api/oauth/profile`,
    usageUrl: `${url}/api/oauth/usage`,
    clientId,
    redirectUri,
    accounts: controls,
    account(idOrEmail) {
      const found = controls.find(({ id, email }) => id === idOrEmail || email === idOrEmail);
      if (!found) throw new Error(`There is no simulated account ${idOrEmail}.`);
      return found;
    },
    faults,
    ledger,
    close: () => closer.close(),
  };
}

function refuseTwins(accounts: readonly SimulatedAccount[]): void {
  const marks = accounts.flatMap(({ id, email, apiKey, bearerToken }) => [
    `id ${id}`,
    `email ${email}`,
    ...(apiKey === undefined ? [] : [`credential ${apiKey}`]),
    ...(bearerToken === undefined ? [] : [`credential ${bearerToken}`]),
  ]);
  if (new Set(marks).size < marks.length) {
    throw new RotaError(
      'simulator_accounts',
      'Two simulated accounts share an id, an email or a credential.',
    );
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new RotaError('simulator_port', `The simulator cannot listen on ${host}:${port}.`, { cause }));
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function throwUncaught(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
