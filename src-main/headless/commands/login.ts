import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import type { ManagementClient } from '../../../src-shared/contract/client.ts';
import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { CommandFailure } from '../command-failure.ts';
import { openInBrowser } from '../open-browser.ts';
import { readLine } from '../read-line.ts';
import type { CommandContext } from './command-context.ts';
import { termsNote } from './terms-note.ts';

interface LoginOptions {
  readonly accountEmail?: string;
  readonly method?: 'browser' | 'paste';
  readonly open: boolean;
  readonly acceptTerms?: boolean;
}

type Login = ProcedureOutput<'login.begin'>;
type SignedIn = ProcedureOutput<'login.complete'>;

/** How often a login that waits for the browser is looked at, in ms. */
const POLL_MS = 300;

/** `rota login [PROVIDER] [--account-email E] [--method browser|paste] [--no-open] [--accept-terms]` */
export function registerLogin(parent: Command, context: CommandContext): void {
  const { say } = context;
  parent
    .command('login [provider]')
    .description(say('about.login'))
    .option('--account-email <email>', say('option.email'))
    .addOption(new Option('--method <method>', say('option.method')).choices(['browser', 'paste']))
    .option('--no-open', say('option.noOpen'))
    .option('--accept-terms', say('option.acceptTerms'))
    .action((provider: string | undefined, options: LoginOptions) => login(provider, options, context));
}

async function login(
  provider: string | undefined,
  options: LoginOptions,
  context: CommandContext,
): Promise<void> {
  const { say } = context;
  const client = await context.connect();
  if (options.acceptTerms) await acceptTerms(client, context);
  const method = options.method ?? usualMethod(context);
  const begun = await begin(client, { provider, accountEmail: options.accountEmail, method }, context);
  const signedIn =
    method === 'paste'
      ? await completeByPaste(client, begun, context)
      : await completeInBrowser(client, begun, options.open, context);

  const account = signedIn.signedInAs ?? signedIn.accountId;
  context.print(
    signedIn.otherThanAsked
      ? say('login.other', { askedFor: signedIn.askedFor ?? '', account })
      : say('login.done', { account }),
  );
}

/** A browser where this terminal has a desktop; over SSH and in containers the code is pasted. */
function usualMethod({ io }: CommandContext): 'browser' | 'paste' {
  const { env, platform } = io;
  if (env['SSH_CONNECTION']) return 'paste';
  if (platform === 'darwin' || platform === 'win32') return 'browser';
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? 'browser' : 'paste';
}

/** Starts the login; at a terminal the note on the terms is shown first where it was not accepted yet. */
async function begin(
  client: ManagementClient,
  request: { provider: string | undefined; accountEmail: string | undefined; method: 'browser' | 'paste' },
  context: CommandContext,
): Promise<Login> {
  const begun = await client.command('login.begin', request);
  if (begun.ok || begun.error.code !== 'terms_not_accepted' || !context.io.stdin.isTTY) {
    return context.unwrap(begun);
  }
  context.note(termsNote(context.locale));
  context.io.stderr.write(context.say('login.askTerms'));
  const answer = await readLine(context.io.stdin);
  if (answer?.trim().toLowerCase() !== 'yes') throw new CommandFailure(context.say('login.termsDeclined'));
  context.unwrap(await client.command('terms.accept'));
  return context.unwrap(await client.command('login.begin', request));
}

/** Says yes once: where it was said before, nothing is written, so that it also goes with a `--config` file. */
async function acceptTerms(client: ManagementClient, context: CommandContext): Promise<void> {
  const { acceptedAt } = context.unwrap(await client.query('terms.get'));
  if (acceptedAt !== null) return;
  context.note(termsNote(context.locale));
  context.unwrap(await client.command('terms.accept'));
}

async function completeByPaste(
  client: ManagementClient,
  { loginId, authorizationUrl }: Login,
  context: CommandContext,
): Promise<SignedIn> {
  const { say } = context;
  context.note(`${say('login.open')}\n${authorizationUrl}\n${say('login.paste')}`);
  const code = (await readLine(context.io.stdin))?.trim();
  const completed = code ? await client.command('login.complete', { loginId, code }) : null;
  if (completed?.ok) return completed.value;
  // Nobody is left who could end it; one that has ended already does not mind.
  await client.command('login.cancel', { loginId });
  if (completed === null) throw new CommandFailure(say('login.noCode'));
  return context.unwrap(completed);
}

async function completeInBrowser(
  client: ManagementClient,
  { loginId, authorizationUrl }: Login,
  open: boolean,
  context: CommandContext,
): Promise<SignedIn> {
  const { say, io } = context;
  context.note(`${say(open ? 'login.opened' : 'login.open')}\n${authorizationUrl}`);
  if (open) (io.openUrl ?? ((url) => openInBrowser(url, io.platform)))(authorizationUrl);
  context.note(say('login.waiting'));
  for (;;) {
    const { state } = context.unwrap(await client.query('login.find', { loginId }));
    switch (state.kind) {
      case 'succeeded':
        return state.signedIn;
      case 'failed':
        throw new CommandFailure(state.message);
      case 'cancelled':
      case 'expired':
        throw new CommandFailure(say(`login.${state.kind}`));
      case 'waiting':
      case 'completing':
        await sleep(POLL_MS);
    }
  }
}
