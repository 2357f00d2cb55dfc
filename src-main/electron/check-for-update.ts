import type { ErrorCode } from '../../src-shared/contract/error-codes.ts';
import { fail, ok, type Result } from '../core/lib/result.ts';

/**
 * Asks the release page for a newer version. Nothing is downloaded or installed by itself: the person is told the
 * version and fetches it. electron-updater is loaded only here, because most runs never ask.
 */
export async function checkForUpdate(): Promise<Result<string | null, ErrorCode>> {
  try {
    const { autoUpdater } = (await import('electron-updater')).default;
    autoUpdater.autoDownload = false;
    autoUpdater.autoInstallOnAppQuit = false;
    autoUpdater.logger = null;
    const found = await autoUpdater.checkForUpdates();
    return ok(found?.isUpdateAvailable ? found.updateInfo.version : null);
  } catch {
    return fail(
      'update_check_failed',
      'The release page could not be asked for a newer version; try again later.',
    );
  }
}
