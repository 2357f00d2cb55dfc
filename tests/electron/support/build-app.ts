import { bundleElectron, bundlePage } from '../../../scripts/bundle.ts';
import { APP_FOLDER } from './built-app.ts';

/** Builds the app once before all scenarios, so that they never run an old one; a named program runs as it is. */
export default async function buildApp(): Promise<void> {
  if (process.env['ROTA_ELECTRON_MAIN'] !== undefined) return;
  await bundleElectron(APP_FOLDER);
  await bundlePage(APP_FOLDER);
}
