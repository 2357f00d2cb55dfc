import { contextBridge, ipcRenderer } from 'electron';
import { BRIDGE } from '../../src-shared/ipc/bridge.ts';
import { createPageBridge } from './ipc/page-bridge.ts';

contextBridge.exposeInMainWorld(BRIDGE, createPageBridge(ipcRenderer));
