/**
 * Rota as a subject: the built headless program, with a settings file and a data folder of its own and its
 * keys in a file. All accounts use API keys at the benchmark's upstream.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bareEnvironment, type Children } from './children.ts';
import { ROTA, type Subject } from './subject.ts';

const run = promisify(execFile);

/** The built program; `npm run bench` builds it anew, so that no old one is measured. */
export const BUILT_ROTA = fileURLToPath(new URL('../../dist/headless/rota.js', import.meta.url));

/** A Rota with so many accounts; each call has a data folder of its own, kept from one start to the next. */
export function rotaSubject(
  program: string,
  children: Children,
  scratchDir: string,
  options: { readonly label: string; readonly accounts: number },
): Subject {
  const folder = join(scratchDir, `rota-${options.label}`);
  const dataDir = join(folder, 'data');
  const configFile = join(folder, 'rota.yaml');
  const env = { ...bareEnvironment(folder), ROTA_KEY_STORE: 'file' };
  mkdirSync(folder, { recursive: true });
  /** Made by the first start and the same ever after. */
  let clientKey: string | null = null;
  const readClientKey = async () => {
    const args = [program, 'key', 'client', '--data-dir', dataDir];
    const { stdout } = await run(process.execPath, args, { env });
    return stdout.trim();
  };
  return {
    name: ROTA,
    start: async (upstreamUrl, startOptions) => {
      writeFileSync(configFile, settingsYaml(upstreamUrl, options.accounts));
      const args = [program, 'start', '--config', configFile, '--data-dir', dataDir];
      const nodeArgs = startOptions?.nodeArgs ?? [];
      const server = children.startServer(process.execPath, [...nodeArgs, ...args], env);
      const [, url] = await server.lineMatching(/^Rota is ready at (http:\S+)\n/m);
      clientKey ??= await readClientKey();
      return {
        url: url!,
        authorization: `Bearer ${clientKey}`,
        pid: server.pid,
        logTail: server.logTail,
        stop: () => server.stop(),
      };
    },
  };
}

/** Settings with everything at its default but the accounts and the port, which the system chooses. */
export function settingsYaml(upstreamUrl: string, accounts: number): string {
  const provider = (number: number) => `  - name: "Account ${number}"
    type: anthropic
    base_url: ${upstreamUrl}
    auth_type: api_key
    auth_value: "bench-key-${String(number).padStart(4, '0')}"
`;
  const providers = Array.from({ length: accounts }, (_, index) => provider(index + 1)).join('');
  return `server: { host: 127.0.0.1, port: 0 }\nproviders:\n${providers}`;
}
