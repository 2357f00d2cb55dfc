import { useCore } from '../../client/client-context.tsx';
import { type CommandState, problemText } from '../../client/use-command.ts';
import { useToast } from '../../components/toaster.tsx';
import { useText } from '../../language/language.tsx';

/** How long the core keeps what it needs to put a removed account back. */
const UNDO_FOR_MS = 10 * 60_000;

/** Removes an account at once and offers the way back; answers with whether it is gone. */
export function useRemoveAccount({ run }: CommandState) {
  const t = useText();
  const { client } = useCore();
  const toast = useToast();

  return async (account: { readonly id: string; readonly name: string }): Promise<boolean> => {
    const removed = await run((core) => core.command('accounts.remove', { accounts: [account.id] }));
    if (removed === null) return false;
    toast({
      text: t('removed.sentence', { name: account.name }),
      action: t('removed.undo'),
      forMs: UNDO_FOR_MS,
      async onAction() {
        const reply = await client.command('accounts.restore', { accountIds: [...removed.accountIds] });
        return reply.ok ? null : problemText(reply.error, t);
      },
    });
    return true;
  };
}
