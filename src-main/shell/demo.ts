/**
 * Demo mode: the whole program on the built-in simulator. The accounts are simulated; everything else, sign-in
 * included, is the real thing over real sockets.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePrivateFolder, writeFileAtomic } from '../core/lib/atomic-file.ts';
import { systemClock } from '../core/lib/clock.ts';
import { type Closer, CloserStack } from '../core/lib/closer.ts';
import { RotaError } from '../core/lib/result.ts';
import { failStart, startError } from '../core/lib/start-failure.ts';
import type { SettingsDocument } from '../core/settings/settings-document.ts';
import { demoFleet, demoSignedIn } from '../core/simulator/demo-fleet.ts';
import { type Simulator, startSimulator } from '../core/simulator/simulator.ts';

const OAUTH_PROVIDER = 'simulated';
const KEY_VARIABLE = 'ROTA_DEMO_API_KEY';

export interface Demo extends Closer {
  readonly dataDir: string;
  /** What the settings refer to, to be added to the environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Signs the demo's first accounts in, through the running instance's own API. */
  signIn(url: string, controlToken: string): Promise<void>;
}

/** Starts the simulator and prepares a data folder: `dataDir` where one was asked for, else a scratch folder that is removed at the end. */
export async function prepareDemo(dataDir: string | null): Promise<Demo> {
  const closers = new CloserStack();
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'rota-demo-')));
  if (dataDir === null) closers.add(() => rm(folder, { recursive: true, force: true }));
  try {
    refuseRealSettings(folder);
    const simulator = await startSimulator({ ...demoFleet, clock: systemClock });
    closers.add(() => simulator.close());
    await writeSettings(folder, demoSettings(simulator));
    return {
      dataDir: folder,
      environment: { [KEY_VARIABLE]: keyAccount(simulator).fixedCredential ?? '' },
      signIn: (url, controlToken) => signInAll(simulator, url, controlToken),
      close: () => closers.close(),
    };
  } catch (error) {
    await closers.close();
    throw error;
  }
}

/** The demo writes its own settings, and must never do that over somebody's real ones. */
function refuseRealSettings(folder: string): void {
  const path = join(folder, 'config.json');
  if (!existsSync(path)) return;
  if (readFileSync(path, 'utf8').includes(`"oauth_provider": "${OAUTH_PROVIDER}"`)) return;
  throw startError(failStart('demo_data_folder', 'folder.demo', { folder }).error);
}

async function writeSettings(folder: string, settings: SettingsDocument): Promise<void> {
  const usable = await ensurePrivateFolder(folder);
  if (!usable.ok) throw startError(usable.error);
  const written = await writeFileAtomic(join(folder, 'config.json'), JSON.stringify(settings, null, 2));
  if (!written.ok) throw startError(written.error);
}

function keyAccount(simulator: Simulator) {
  return simulator.account('studio-key');
}

function demoSettings(simulator: Simulator): SettingsDocument {
  const subscriptions = simulator.accounts.filter(({ plan }) => plan !== 'api');
  return {
    providers: [
      ...subscriptions.map(({ email }) => ({
        name: 'Claude (simulated)',
        type: 'anthropic' as const,
        base_url: simulator.url,
        auth_type: 'auth_token' as const,
        auth_value: 'oauth',
        oauth_provider: OAUTH_PROVIDER,
        account_email: email,
        proxy: 'none',
      })),
      {
        name: 'API key · Studio',
        type: 'anthropic',
        base_url: simulator.url,
        auth_type: 'api_key',
        auth_value: `env:${KEY_VARIABLE}`,
        proxy: 'none',
      },
    ],
    oauth_providers: [
      {
        name: OAUTH_PROVIDER,
        client_id: simulator.clientId,
        auth_url: simulator.authUrl,
        token_url: simulator.tokenUrl,
        redirect_uri: simulator.redirectUri,
        scopes: ['org:create_api_key', 'user:profile', 'user:inference', 'user:sessions:claude_code'],
        profile_url: simulator.profileUrl,
      },
    ],
    settings: { terms_accepted: true },
  };
}

/** The same steps that a person takes: ask for the address, approve on the page, hand the callback address back. */
async function signInAll(simulator: Simulator, url: string, controlToken: string): Promise<void> {
  for (const id of demoSignedIn) {
    const { email } = simulator.account(id);
    const begun = await callApi(
      `${url}/oauth/generate-url?account_email=${encodeURIComponent(email)}`,
      controlToken,
    );
    const page = new URL(String(begun['authorization_url']));
    page.searchParams.set('auto', email);
    const approved = await fetch(page, { redirect: 'manual' });
    const callback = approved.headers.get('location');
    if (!callback)
      throw new RotaError('demo_sign_in', `The simulated sign-in of ${email} did not come back.`);
    await callApi(`${url}/oauth/exchange-code`, controlToken, {
      code: callback,
      login_id: begun['login_id'],
    });
  }
}

async function callApi(url: string, controlToken: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${controlToken}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok)
    throw new RotaError('demo_sign_in', `The demo's sign-in was refused: ${JSON.stringify(answer)}`);
  return answer;
}
