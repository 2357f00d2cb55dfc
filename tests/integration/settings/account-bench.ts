import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import type { Logger } from '../../../src-main/core/logging/logger.ts';
import { type Simulator, startSimulator } from '../../../src-main/core/simulator/simulator.ts';
import { done, type SettingsCore, startOnStore } from '../../support/settings-core.ts';

export const KEY_ONE = 'sk-ant-api03-canary-one';
export const KEY_TWO = 'sk-ant-api03-canary-two';
export const SETUP_TOKEN = 'sk-ant-oat01-canary-three';
export const WRONG_KEY = 'sk-ant-api03-canary-wrong';

/** A core for every test of a file before one provider; no key of theirs may come into its log. */
export class AccountBench {
  simulator!: Simulator;
  rota!: SettingsCore;
  #logged: string[] = [];

  constructor() {
    beforeAll(async () => {
      this.simulator = await startSimulator({
        clock: systemClock,
        accounts: [
          { id: 'one', email: 'one@example.com', plan: 'api', apiKey: KEY_ONE },
          { id: 'two', email: 'two@example.com', plan: 'api', apiKey: KEY_TWO },
          { id: 'three', email: 'three@example.com', plan: 'max', bearerToken: SETUP_TOKEN },
        ],
      });
    });
    afterAll(() => this.simulator.close());
    beforeEach(async () => {
      this.#logged = [];
      this.rota = await startOnStore({}, { logger: recorderInto(this.#logged) });
    });
    afterEach(async () => {
      await this.rota[Symbol.asyncDispose]();
      expect(this.#logged.join('\n')).not.toContain('canary');
    });
  }

  async add(name: string, key: string): Promise<string> {
    const asked = { name, baseUrl: this.simulator.url, key };
    return done(await this.rota.client.command('accounts.addKey', asked)).accountId;
  }

  async names(): Promise<readonly string[]> {
    return (await this.rota.accounts()).map(({ name }) => name);
  }

  async stateOf(id: string): Promise<string | undefined> {
    return (await this.rota.accounts()).find((account) => account.id === id)?.state;
  }
}

function recorderInto(lines: string[]): Logger {
  const write: Logger['info'] = (message, fields) => void lines.push(JSON.stringify({ message, ...fields }));
  return { trace: write, debug: write, info: write, warn: write, error: write };
}
