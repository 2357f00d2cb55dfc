import { ClaudeCodeDesk } from '../claude-code/claude-code-desk.ts';
import { createVersionProbe } from '../claude-code/claude-code-version.ts';
import { ConnectionBook } from '../claude-code/connection-book.ts';
import type { EventBus } from '../events/event-bus.ts';
import { callableUrl } from '../lib/callable-url.ts';
import type { CloserStack } from '../lib/closer.ts';
import type { ClaudeCodeService } from '../management/services.ts';
import type { CorePorts } from '../ports.ts';
import type { Vault } from '../vault/vault-port.ts';
import type { RotaKeys } from './rota-keys.ts';

interface ClaudeCodeParts {
  readonly ports: CorePorts;
  readonly vault: Vault;
  readonly keys: RotaKeys;
  readonly bus: EventBus;
  /** Where the gateway listens; asked when it is known. */
  readonly url: () => string;
}

export interface ClaudeCode {
  readonly desk: ClaudeCodeDesk;
  readonly service: ClaudeCodeService;
}

/** Claude Code's settings files: connected ones follow the port and the keys, and those of a demo end with it. */
export function openClaudeCode(
  { ports, vault, keys, bus, url }: ClaudeCodeParts,
  closers: CloserStack,
): ClaudeCode {
  const { homeDir, platform, environment, clock, logger, secrets } = ports;
  const surroundings = { homeDir, platform, environment };
  const desk = new ClaudeCodeDesk({
    book: new ConnectionBook(vault, clock),
    gateway: {
      baseUrl: () => callableUrl(url()),
      key: (name) => (name === null ? keys.show('client') : keys.bound.show(name)),
      isKey: (text) => keys.clientRing().has(text),
    },
    surroundings,
    logger,
  });
  const heard = bus.subscribe((event) => {
    if (event.kind === 'client-keys-changed') void desk.settle();
  });
  closers.add(async () => {
    heard[Symbol.dispose]();
    // Memory is all that knows what stood in the files before.
    if (secrets.kind === 'memory') await desk.suspend();
  });
  return {
    desk,
    service: {
      standings: () => desk.standings(),
      preview: (asked) => desk.preview(asked),
      previewDisconnect: (asked) => desk.previewDisconnect(asked),
      connect: (asked) => desk.connect(asked),
      disconnect: (asked) => desk.disconnect(asked),
      version: createVersionProbe(surroundings, clock),
      environmentBaseUrl: environment['ANTHROPIC_BASE_URL'] || null,
    },
  };
}
