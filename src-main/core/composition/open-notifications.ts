import { join } from 'node:path';
import type { AccountRegistry } from '../accounts/account-registry.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { CloserStack } from '../lib/closer.ts';
import { NotificationCenter } from '../notifications/notification-center.ts';
import { openMemoryFile } from '../notifications/notification-memory.ts';
import { createNotificationFormatter } from '../notifications/notification-text.ts';
import type { CorePorts } from '../ports.ts';
import type { SettingsSource } from '../settings/settings.ts';

/** Name of the file that remembers what was notified. */
const MEMORY_FILE = 'notified.json';

/** Starts to notify, where the shell can show notifications. */
export async function openNotifications(
  ports: CorePorts,
  parts: {
    readonly bus: EventBus;
    readonly registry: Pick<AccountRegistry, 'snapshot'>;
    readonly settings: Pick<SettingsSource, 'current'>;
  },
  closers: CloserStack,
): Promise<void> {
  const { clock, dataDir, logger, shell } = ports;
  const { notify } = shell;
  if (notify === null) return;
  const format = createNotificationFormatter(shell.locale);
  const center = new NotificationCenter({
    bus: parts.bus,
    clock,
    accounts: (now) => parts.registry.snapshot(now),
    settings: () => parts.settings.current(),
    memory: await openMemoryFile(join(dataDir, MEMORY_FILE), logger),
    show: (notification) => notify(format(notification, clock.now())),
  });
  closers.add(() => center.close());
}
