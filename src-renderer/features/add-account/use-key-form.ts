import { useState } from 'react';
import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { useCommand } from '../../client/use-command.ts';
import type { AddedAccount } from './added.tsx';

/** What a provider said of a key. */
export type KeyTest = ProcedureOutput<'accounts.testKey'>;

/** What the form holds; the address and the header only matter for another provider than Anthropic. */
export interface KeyEntry {
  readonly name: string;
  readonly key: string;
  readonly at: { readonly baseUrl: string; readonly authType: 'api_key' | 'auth_token' } | null;
}

/** Tests a key, then adds it; where the test was not passed, adding waits for a second word. */
export function useKeyForm(onAdded: (account: AddedAccount) => void) {
  const command = useCommand();
  const [tested, setTested] = useState<KeyTest | null>(null);

  const test = async ({ key, at }: KeyEntry) => {
    setTested(null);
    const result = await command.run((client) => client.command('accounts.testKey', { key, ...at }));
    setTested(result);
    return result;
  };

  const add = async ({ name, key, at }: KeyEntry) => {
    const added = await command.run((client) => client.command('accounts.addKey', { name, key, ...at }));
    if (added !== null) onAdded({ ...added, renewed: false });
  };

  return {
    busy: command.busy,
    problem: command.problem,
    /** The answer to the last test; null where what was tested has been changed since. */
    tested,
    /** To be called when key, address or header change: the last answer was about others. */
    changed: () => setTested(null),
    test,
    add,
    async testAndAdd(entry: KeyEntry) {
      const result = await test(entry);
      if (result?.result === 'accepted') await add(entry);
    },
  };
}
