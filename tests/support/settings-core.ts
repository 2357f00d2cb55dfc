/** The whole core on settings of each kind, with a client for its management API over HTTP. */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import Conf from 'conf';
import type { Logger } from '../../src-main/core/logging/logger.ts';
import type { SettingsChoice } from '../../src-main/core/ports.ts';
import { createClient, type ManagementClient } from '../../src-shared/contract/client.ts';
import { createHttpTransport } from '../../src-shared/contract/http-transport.ts';
import type { Reply } from '../../src-shared/contract/reply.ts';
import { clientHeaders, messagesBody, type SeenAnswer, send } from './http-exchange.ts';
import { ScratchFolder } from './scratch-folder.ts';
import { startTestCore, type TestCore } from './test-core.ts';

export interface SettingsCore extends TestCore {
  readonly client: ManagementClient;
  /** One message through the gateway, in a session of its own. */
  ask(model?: string): Promise<SeenAnswer>;
  /** The text of the settings file, or an empty text where there is none. */
  readFile(): string;
  /** Replaces the settings file by rename, as editors do. */
  editFile(text: string): void;
}

/** A core on the app's own settings, which are `document` at first. */
export async function startOnStore(
  document: object,
  options: { readonly logger?: Logger } = {},
): Promise<SettingsCore> {
  const base = Conf as unknown as Extract<SettingsChoice, { kind: 'store' }>['base'];
  const core = await startTestCore('{}', {
    ...options,
    settings: { kind: 'store', base },
    prepare: (dataDir) => writeFileSync(`${dataDir}/config.json`, JSON.stringify(document)),
  });
  return withClient(core, `${core.dataDir}/config.json`, () => core[Symbol.asyncDispose]());
}

/** A core under a `--config` file of this name. */
export async function startOnFile(
  name: string,
  text: string,
  options: { readonly logger?: Logger } = {},
): Promise<SettingsCore> {
  const folder = new ScratchFolder();
  writeFileSync(folder.file(name), text);
  const core = await startTestCore('{}', { ...options, settings: { kind: 'file', path: folder.file(name) } });
  return withClient(core, folder.file(name), async () => {
    await core[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });
}

/** The value of a reply that has to succeed. */
export function done<Value>(reply: Reply<Value>): Value {
  if (!reply.ok) throw new Error(`refused: ${JSON.stringify(reply.error)}`);
  return reply.value;
}

function withClient(core: TestCore, path: string, close: () => PromiseLike<void>): SettingsCore {
  const transport = createHttpTransport({
    baseUrl: core.url,
    token: () => core.controlToken,
    fetch,
    language: 'en',
    after: (delayMs, fn) => {
      const timer = setTimeout(fn, delayMs);
      return { [Symbol.dispose]: () => clearTimeout(timer) };
    },
  });
  return {
    ...core,
    client: createClient(transport),
    ask: (model = 'claude-sonnet-5-5') =>
      send(`${core.url}/v1/messages`, {
        headers: clientHeaders(core.clientKey, randomUUID()),
        body: messagesBody({ model }),
      }),
    readFile: () => (existsSync(path) ? readFileSync(path, 'utf8') : ''),
    editFile(text) {
      writeFileSync(`${path}.new`, text);
      renameSync(`${path}.new`, path);
    },
    [Symbol.asyncDispose]: close,
  };
}
