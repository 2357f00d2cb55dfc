import type { IpcMain, IpcRenderer } from 'electron';
import { bindIpc } from '../../src-main/electron/ipc/bind-ipc.ts';
import { createPageBridge } from '../../src-main/electron/ipc/page-bridge.ts';
import { pageAddress } from '../../src-main/electron/windows/page-address.ts';
import { createIpcTransport } from '../../src-renderer/client/ipc-transport.ts';
import { createIpcPair } from '../electron/double/ipc-pair.ts';
import { describeManagement } from './management-suite.ts';

describeManagement('IPC', ({ core }) => {
  const { ipcMain, ipcRenderer } = createIpcPair(pageAddress('/accounts'));
  bindIpc({ ipcMain: ipcMain as unknown as IpcMain, core });
  return createIpcTransport(createPageBridge(ipcRenderer as unknown as IpcRenderer), () => 'en');
});
