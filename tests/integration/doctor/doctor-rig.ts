import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import { type Simulator, startSimulator } from '../../../src-main/core/simulator/simulator.ts';
import { writeRunFile } from '../../../src-main/shell/run-file.ts';
import { startTestCore, type TestCore } from '../../support/test-core.ts';

export const EMAIL = 'work@studio.example';
export const KEY = 'sk-ant-api03-simulated-key-of-the-doctor';
export const WRONG_KEY = 'sk-ant-api03-nobody-knows-this-key';

/** The vendor's page for sign-ins by paste; nothing is ever sent there. */
const REDIRECT_URI = 'https://platform.claude.com/oauth/code/callback';

export interface DoctorRig extends AsyncDisposable {
  readonly rota: TestCore;
  readonly simulator: Simulator;
  readonly dataDir: string;
}

/** A core that the command line finds, with a sign-in, a good key, a wrong key and an account that is off; all on loopback. */
export async function startDoctorRig(): Promise<DoctorRig> {
  const simulator = await startSimulator({
    clock: systemClock,
    accounts: [
      { id: 'work', email: EMAIL, plan: 'max', organizationName: 'Canary Studio' },
      { id: 'key', email: 'key@studio.example', plan: 'api', apiKey: KEY },
    ],
    oauth: { redirectUris: [REDIRECT_URI] },
  });
  let dataDir = '';
  const rota = await startTestCore(settingsFor(simulator), {
    prepare: (folder) => {
      dataDir = folder;
    },
  });
  const runFile = await writeRunFile(dataDir, {
    url: rota.url,
    version: '0.0.0-test',
    controlToken: new Secret(rota.controlToken),
  });
  await signIn(rota);
  return {
    rota,
    simulator,
    dataDir,
    async [Symbol.asyncDispose]() {
      await runFile.close();
      await rota[Symbol.asyncDispose]();
      await simulator.close();
    },
  };
}

function settingsFor({ url, clientId, authUrl, tokenUrl, profileUrl }: Simulator): string {
  const place = `base_url: "${url}", proxy: none`;
  return `
providers:
  - { name: Subscription, ${place}, auth_type: auth_token, auth_value: oauth, account_email: ${EMAIL} }
  - { name: Studio key, ${place}, auth_type: api_key, auth_value: ${KEY} }
  - { name: Wrong key, ${place}, auth_type: api_key, auth_value: ${WRONG_KEY} }
  - { name: Off, ${place}, auth_type: api_key, auth_value: ${WRONG_KEY}, enabled: false }
oauth_providers:
  - name: simulated
    client_id: ${clientId}
    auth_url: "${authUrl}"
    token_url: "${tokenUrl}"
    redirect_uri: ${REDIRECT_URI}
    scopes: [user:profile, user:inference]
    profile_url: "${profileUrl}"
settings: { terms_accepted: true, oauth: { usage_polling: false } }
`;
}

async function signIn(rota: TestCore): Promise<void> {
  const begun = await rota.api('/api/login/begin', {
    method: 'POST',
    body: { accountEmail: EMAIL, method: 'paste' },
  });
  const page = new URL(String(begun['authorizationUrl']));
  page.searchParams.set('auto', EMAIL);
  const approved = await fetch(page, { redirect: 'manual' });
  const body = { loginId: begun['loginId'], code: approved.headers.get('location') };
  const done = await rota.api('/api/login/complete', { method: 'POST', body });
  if (done['signedInAs'] !== EMAIL) throw new Error(`the sign-in failed: ${JSON.stringify(done)}`);
}
