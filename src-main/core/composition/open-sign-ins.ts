import type { AccountRegistry } from '../accounts/account-registry.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { CloserStack } from '../lib/closer.ts';
import { pasteCapture } from '../oauth/code-capture.ts';
import { RotaCredentialSource } from '../oauth/credential-source.ts';
import type { HttpFetch } from '../oauth/http-fetch.ts';
import { LoginCoordinator } from '../oauth/login-coordinator.ts';
import { createLoopbackCapture } from '../oauth/loopback-capture.ts';
import { createProfileClient } from '../oauth/profile-client.ts';
import { RefreshScheduler } from '../oauth/refresh-scheduler.ts';
import { createTokenClient } from '../oauth/token-client.ts';
import type { CorePorts } from '../ports.ts';
import type { SettingsSource } from '../settings/settings.ts';
import type { Vault } from '../vault/vault-port.ts';
import type { SettingsCommands } from './settings-commands.ts';
import { SignInDesk } from './sign-in-desk.ts';

interface SignInParts {
  readonly ports: CorePorts;
  readonly bus: EventBus;
  readonly registry: AccountRegistry;
  readonly vault: Vault;
  readonly settings: SettingsSource;
  readonly commands: SettingsCommands;
  readonly fetch: HttpFetch;
  readonly userAgent: string;
}

export interface SignIns {
  /** The single door to the credentials. */
  readonly credentials: RotaCredentialSource;
  /** Knocks at it in time. */
  readonly scheduler: RefreshScheduler;
  readonly signIns: SignInDesk;
  readonly logins: LoginCoordinator;
}

/** Credentials and new sign-ins; nothing is refreshed before the scheduler is started. */
export function openSignIns(
  { ports, bus, registry, vault, settings, commands, fetch, userAgent }: SignInParts,
  closers: CloserStack,
): SignIns {
  const { clock, random, logger, environment } = ports;
  const tokens = createTokenClient({ fetch, clock, userAgent });
  const accounts = { find: (id: string) => registry.get(id), ids: () => registry.list().map(({ id }) => id) };
  const credentials = new RotaCredentialSource({
    accounts,
    settings,
    vault,
    tokens,
    clock,
    random,
    events: bus,
    logger,
    env: (name) => environment[name],
    onNeedsLogin: (accountId, cause) => registry.markNeedsLogin(accountId, cause),
  });
  closers.add(() => credentials.close());
  const scheduler = new RefreshScheduler({
    accounts,
    source: credentials,
    clock,
    enabled: () => settings.current().oauth.enableAutoRefresh,
  });
  closers.add(() => scheduler.close());
  const signIns = new SignInDesk({ registry, vault, settings, commands, credentials, scheduler });
  const logins = new LoginCoordinator({
    captures: [pasteCapture, createLoopbackCapture(), ...ports.captures],
    registry: signIns,
    tokens,
    profiles: createProfileClient({ fetch, clock, userAgent }),
    vault,
    settings,
    events: bus,
    clock,
    random,
    logger,
    termsAccepted: () => settings.current().termsAcceptedAt !== null,
    onLoginChanged: () => bus.emit({ kind: 'logins-changed' }),
  });
  closers.add(() => logins.close());
  return { credentials, scheduler, signIns, logins };
}
