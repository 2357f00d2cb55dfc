import { createClient, type ManagementClient, type Transport } from '../../src-shared/contract/client.ts';
import type { ProcedureOutput } from '../../src-shared/contract/contract.ts';
import type { Reply } from '../../src-shared/contract/reply.ts';
import type { Snapshot } from '../../src-shared/model/snapshot.ts';
import type { RunningRota } from './running-rota.ts';

/** A client over one transport that remembers all that was answered, and the steps that the suite repeats. */
export class SuiteSession {
  readonly client: ManagementClient;
  readonly answers: { readonly name: string; readonly reply: Reply<unknown> }[] = [];
  readonly #rota: RunningRota;

  constructor(rota: RunningRota, transport: Transport) {
    this.#rota = rota;
    this.client = createClient({
      subscribe: (subscriber) => transport.subscribe(subscriber),
      call: async (kind, name, input) => {
        const reply = await transport.call(kind, name, input);
        this.answers.push({ name, reply });
        return reply;
      },
    });
  }

  async snapshot(): Promise<Snapshot> {
    return value(await this.client.query('snapshot.get'));
  }

  async names(): Promise<readonly string[]> {
    return (await this.snapshot()).accounts.map(({ name }) => name);
  }

  /** Signs in by paste: `email` answers the page, `asked` is who was expected. */
  async signIn(email: string, asked = email): Promise<ProcedureOutput<'login.complete'>> {
    const begun = await this.client.command('login.begin', { accountEmail: asked, method: 'paste' });
    const { loginId, authorizationUrl } = value(begun);
    const code = await this.#rota.approve(authorizationUrl, email);
    return value(await this.client.command('login.complete', { loginId, code }));
  }
}

/** The value of a reply that has to succeed. */
export function value<Value>(reply: Reply<Value>): Value {
  if (!reply.ok) throw new Error(`refused: ${JSON.stringify(reply.error)}`);
  return reply.value;
}
