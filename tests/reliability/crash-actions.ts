/**
 * What Rota is doing when it is killed: each action changes something, says whether Rota acknowledged it, and knows
 * what must be there afterwards if so, and what may be there if not.
 */
import type { ManagementClient } from '../../src-shared/contract/client.ts';
import type { Reply } from '../../src-shared/contract/reply.ts';
import type { AccountSnapshot } from '../../src-shared/model/account.ts';
import { clientHeaders, messagesBody, send } from '../support/http-exchange.ts';
import type { SeededRandom } from '../support/seeded-random.ts';
import { approve } from './management.ts';

export type ActionKind = 'refresh' | 'sign-in' | 'settings' | 'rotation';

/** The accounts as far as an action can change them, in order. */
export type Listed = readonly Pick<AccountSnapshot, 'accountEmail' | 'name' | 'enabled'>[];

export interface Action {
  readonly kind: ActionKind;
  readonly what: string;
  /** Whose token may be rotated by it; null for none. */
  readonly email: string | null;
  /** Resolves with whether Rota acknowledged it. */
  run(): Promise<boolean>;
  /** The accounts after it was done, as they are before it. */
  after(before: Listed): Listed;
}

export interface ActionContext {
  readonly client: ManagementClient;
  readonly url: string;
  readonly clientKey: string;
  readonly accounts: readonly AccountSnapshot[];
  /** Everybody who could sign in. */
  readonly emails: readonly string[];
  readonly random: SeededRandom;
  /** Makes the upstream refuse the access tokens that an account has. */
  expireAccessTokens(email: string): void;
  /** Different in every round. */
  readonly mark: string;
}

type MakeAction = (context: ActionContext) => Action;

/** Chooses what the next round does; a refresh every other time. */
export function chooseAction(context: ActionContext): Action {
  const makers = [
    refreshByHand,
    refreshBy401,
    refreshByHand,
    refreshBy401,
    signInAgain,
    signInAnew,
    reorder,
    rename,
    switchOnOrOff,
    addKey,
    rotateMasterKey,
  ];
  return makers[Math.floor(context.random.fraction() * makers.length)]!(context);
}

const unchanged = (before: Listed) => before;

const refreshByHand: MakeAction = (context) => {
  const { id, accountEmail } = anySignedIn(context);
  return {
    kind: 'refresh',
    what: 'a refresh by hand',
    email: accountEmail,
    run: async () => acknowledged(await context.client.command('accounts.refresh', { account: id })),
    after: unchanged,
  };
};

/** The upstream refuses the token of the account that serves, while several requests use it. */
const refreshBy401: MakeAction = (context) => {
  const { accountEmail } =
    context.accounts.find(({ enabled, kind }) => enabled && kind === 'oauth') ?? anySignedIn(context);
  return {
    kind: 'refresh',
    what: 'a refresh after 401',
    email: accountEmail,
    async run() {
      context.expireAccessTokens(accountEmail!);
      const headers = clientHeaders(context.clientKey);
      const asking = Array.from({ length: 3 }, () =>
        send(`${context.url}/v1/messages`, { headers, body: messagesBody() }),
      );
      const answers = await Promise.all(asking);
      return answers.every(({ status }) => status === 200);
    },
    after: unchanged,
  };
};

const signInAgain: MakeAction = (context) => {
  const { accountEmail } = anySignedIn(context);
  return { ...signingIn(context, accountEmail!), what: 'a sign-in of a known account', after: unchanged };
};

const signInAnew: MakeAction = (context) => {
  const known = new Set(context.accounts.map(({ accountEmail }) => accountEmail));
  const newcomer = context.emails.find((email) => !known.has(email));
  if (newcomer === undefined) return signInAgain(context);
  return {
    ...signingIn(context, newcomer),
    what: 'a sign-in of a new account',
    after: (before) => [...before, { accountEmail: newcomer, name: newcomer, enabled: true }],
  };
};

function signingIn({ client }: ActionContext, email: string): Pick<Action, 'kind' | 'email' | 'run'> {
  return {
    kind: 'sign-in',
    email,
    async run() {
      const begun = await client.command('login.begin', { method: 'paste' });
      if (!begun.ok) return false;
      const code = await approve(begun.value.authorizationUrl, email);
      return acknowledged(await client.command('login.complete', { loginId: begun.value.loginId, code }));
    },
  };
}

const reorder: MakeAction = ({ client, accounts }) => {
  const last = accounts.at(-1)!;
  return {
    kind: 'settings',
    what: 'a change of the order',
    email: null,
    run: async () => acknowledged(await client.command('accounts.order', { accounts: [last.id] })),
    after: (before) => [before.at(-1)!, ...before.slice(0, -1)],
  };
};

const rename: MakeAction = (context) => {
  const account = anyOf(context.accounts, context.random);
  const name = `renamed ${context.mark}`;
  return {
    kind: 'settings',
    what: 'a new name',
    email: null,
    run: async () =>
      acknowledged(await context.client.command('accounts.rename', { account: account.id, name })),
    after: (before) => before.map((one) => (one.name === account.name ? { ...one, name } : one)),
  };
};

const switchOnOrOff: MakeAction = (context) => {
  const account = anyOf(context.accounts, context.random);
  const enabled = !account.enabled;
  return {
    kind: 'settings',
    what: 'an account switched on or off',
    email: null,
    run: async () =>
      acknowledged(await context.client.command('accounts.setEnabled', { accounts: [account.id], enabled })),
    after: (before) => before.map((one) => (one.name === account.name ? { ...one, enabled } : one)),
  };
};

const addKey: MakeAction = ({ client, mark, url }) => {
  const name = `key ${mark}`;
  return {
    kind: 'settings',
    what: 'a new key',
    email: null,
    run: async () =>
      acknowledged(
        await client.command('accounts.addKey', { name, baseUrl: url, key: `sk-ant-api03-${mark}` }),
      ),
    after: (before) => [...before, { accountEmail: null, name, enabled: true }],
  };
};

const rotateMasterKey: MakeAction = ({ client }) => ({
  kind: 'rotation',
  what: 'a new master key',
  email: null,
  run: async () => acknowledged(await client.command('vault.rotateKey')),
  after: unchanged,
});

function anySignedIn({ accounts, random }: ActionContext): AccountSnapshot {
  return anyOf(
    accounts.filter(({ kind }) => kind === 'oauth'),
    random,
  );
}

function anyOf<T>(list: readonly T[], random: SeededRandom): T {
  return list[Math.floor(random.fraction() * list.length)]!;
}

function acknowledged(reply: Reply<unknown>): boolean {
  // A killed process answers nothing; anything else it said would be a finding of its own.
  if (!reply.ok && reply.error.code !== 'unreachable') {
    throw new Error(`${reply.error.code}: ${reply.error.message}`);
  }
  return reply.ok;
}
