import type { z } from 'zod';
import { accountProcedures } from './accounts.ts';
import { claudeCodeProcedures } from './claude-code.ts';
import { doctorProcedures } from './doctor.ts';
import { gatewayProcedures } from './gateway.ts';
import { loginProcedures } from './login.ts';
import { oauthProcedures } from './oauth-status.ts';
import { providerProcedures } from './providers.ts';
import { routingProcedures } from './routing.ts';
import { settingsProcedures } from './settings.ts';
import { shellProcedures } from './shell.ts';
import { termsProcedures } from './terms.ts';
import { usageProcedures } from './usage.ts';
import { vaultProcedures } from './vault.ts';

/**
 * Every procedure of the management API, once. HTTP routes, IPC channels, the typed client, the OpenAPI
 * page and the test doubles are derived from this object. At run time it carries zod; whoever must do
 * without it (a preload, the dashboard) imports only types from here.
 */
export const contract = {
  ...gatewayProcedures,
  ...accountProcedures,
  ...loginProcedures,
  ...oauthProcedures,
  ...providerProcedures,
  ...routingProcedures,
  ...settingsProcedures,
  ...termsProcedures,
  ...usageProcedures,
  ...vaultProcedures,
  ...claudeCodeProcedures,
  ...doctorProcedures,
  ...shellProcedures,
};

export type Contract = typeof contract;
export type ProcedureName = keyof Contract;

/** The names of all procedures of one kind. */
export type NameOf<Kind extends 'query' | 'command'> = {
  [Name in ProcedureName]: Contract[Name]['kind'] extends Kind ? Name : never;
}[ProcedureName];

/** What a caller may give: defaults may be left out. */
export type CallInput<Name extends ProcedureName> = z.input<Contract[Name]['input']>;

/** What a handler gets: validated, trimmed, defaults filled in. */
export type HandlerInput<Name extends ProcedureName> = z.output<Contract[Name]['input']>;

/** What a procedure answers with. */
export type ProcedureOutput<Name extends ProcedureName> = z.output<Contract[Name]['output']>;
