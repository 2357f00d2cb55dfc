import type { Handlers } from '../dispatch.ts';
import type { ManagementServices } from '../services.ts';
import { accountHandlers } from './accounts.ts';
import { claudeCodeHandlers } from './claude-code.ts';
import { doctorHandlers } from './doctor.ts';
import { gatewayHandlers } from './gateway.ts';
import { loginHandlers } from './login.ts';
import { logHandlers } from './logs.ts';
import { oauthStatusHandlers } from './oauth-status.ts';
import { providerHandlers } from './providers.ts';
import { routingHandlers } from './routing.ts';
import { settingsHandlers } from './settings.ts';
import { shellHandlers } from './shell.ts';
import { usageHandlers } from './usage.ts';
import { vaultHandlers } from './vault.ts';

/** Every procedure of the contract with what does it. */
export function createHandlers(services: ManagementServices): Handlers {
  return {
    ...gatewayHandlers(services),
    ...accountHandlers(services),
    ...loginHandlers(services),
    ...oauthStatusHandlers(services),
    ...providerHandlers(services),
    ...routingHandlers(services),
    ...settingsHandlers(services),
    ...shellHandlers(services),
    ...usageHandlers(services),
    ...vaultHandlers(services),
    ...logHandlers(services),
    ...claudeCodeHandlers(services),
    ...doctorHandlers(services),
  };
}
