import { clipboard } from 'electron';
import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import type { Core } from '../../core/create-core.ts';
import type { MainWindow } from '../windows/main-window.ts';
import type { TrayAction } from './tray-menu.ts';

export interface TrayActionTargets {
  readonly core: Pick<Core, 'dispatch'>;
  readonly mainWindow: Pick<MainWindow, 'open'>;
  quit(): void;
}

/** Does what an entry of the tray's menu says. */
export function trayActions({ core, mainWindow, quit }: TrayActionTargets): (action: TrayAction) => void {
  // The snapshot that follows tells what came of it.
  const command = (name: string, input: object) => void core.dispatch(name, input, { locale: 'en' });
  return (action) => {
    switch (action.kind) {
      case 'open':
        return mainWindow.open();
      case 'show-accounts':
        return mainWindow.open('/accounts');
      case 'add-account':
        return mainWindow.open('/accounts/add');
      case 'connect':
        return mainWindow.open('/connect');
      case 'pause':
        return command('gateway.pause', {});
      case 'resume':
        return command('gateway.resume', {});
      case 'copy-address':
        return clipboard.writeText(action.address);
      case 'start-at-login':
        return command('shell.setStartAtLogin', { on: action.on });
      case 'quit':
        return quit();
      default:
        return assertNever(action);
    }
  };
}
