import type { ManagementClient } from '../../../src-shared/contract/client.ts';
import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import type { CommandContext } from './command-context.ts';

type AccountRow = ProcedureOutput<'providers.list'>['providers'][number]['accounts'][number];

/** All accounts in the user's order, in the shape that scripts read. */
export async function accountRows(
  client: ManagementClient,
  context: CommandContext,
): Promise<readonly AccountRow[]> {
  const { providers } = context.unwrap(await client.query('providers.list'));
  return providers.flatMap(({ accounts }) => accounts).sort((a, b) => a.place - b.place);
}
