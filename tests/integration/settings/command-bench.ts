import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import { type Simulator, startSimulator } from '../../../src-main/core/simulator/simulator.ts';
import { run } from '../../../src-main/headless/cli.ts';
import { writeRunFile } from '../../../src-main/shell/run-file.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';
import { done, type SettingsCore, startOnStore } from '../../support/settings-core.ts';
import { testIo } from '../../unit/cli/test-io.ts';

const KEYS = { A: 'sk-ant-api03-canary-a', B: 'sk-ant-api03-canary-b' } as const;
/** A settings file that only the file itself may change. */
export const FILE = 'providers:\n  - { name: A, base_url: https://a.example, auth_value: env:KEY }\n';

interface Printed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Commanded extends SettingsCore {
  rota(...args: string[]): Promise<Printed>;
  inChinese(...args: string[]): Promise<Printed>;
}

/** Cores that commands find, before one provider, for the tests of one file. */
export class CommandBench {
  simulator!: Simulator;
  folder!: ScratchFolder;
  readonly #open: AsyncDisposable[] = [];

  constructor() {
    beforeAll(async () => {
      this.folder = new ScratchFolder();
      this.simulator = await startSimulator({
        clock: systemClock,
        accounts: [
          { id: 'A', email: 'a@example.com', plan: 'api', apiKey: KEYS.A },
          { id: 'B', email: 'b@example.com', plan: 'api', apiKey: KEYS.B },
        ],
      });
    });
    afterEach(async () => {
      for (const one of this.#open.splice(0).reverse()) await one[Symbol.asyncDispose]();
    });
    afterAll(async () => {
      await this.simulator.close();
      this.folder[Symbol.dispose]();
    });
  }

  /** The core with its `run.json`, so that commands find it. */
  async commanded(starting: Promise<SettingsCore>): Promise<Commanded> {
    const core = await starting;
    this.#open.push(core);
    const controlToken = new Secret(core.controlToken);
    const runFile = await writeRunFile(core.dataDir, { url: core.url, version: '0.0.0', controlToken });
    this.#open.push({ [Symbol.asyncDispose]: () => runFile.close() });
    const command = async (lang: string, args: readonly string[]) => {
      const { io, stdout, stderr } = testIo({ env: { ROTA_DATA_DIR: core.dataDir, LANG: lang } });
      return { code: await run(args, io), stdout: stdout(), stderr: stderr() };
    };
    return {
      ...core,
      rota: (...args) => command('en', args),
      inChinese: (...args) => command('zh_CN.UTF-8', args),
    };
  }

  /** A core on its own settings with the accounts A and B. */
  async onStore(): Promise<Commanded> {
    const core = await this.commanded(startOnStore({}));
    for (const name of ['A', 'B'] as const) {
      const asked = { name, baseUrl: this.simulator.url, key: KEYS[name] };
      done(await core.client.command('accounts.addKey', asked));
    }
    return core;
  }

  /** The account that serves a model, and the model that it is asked for. */
  async servedBy(core: SettingsCore, model: string): Promise<string> {
    expect((await core.ask(model)).status).toBe(200);
    const { accountId, model: served } = this.simulator.ledger.requests.at(-1)!;
    return `${accountId} ${served}`;
  }
}
