import type { BrowserWindow } from 'electron';
import type { Clock } from '../../core/lib/clock.ts';

/** A page that crashes again within this time is not loaded a second time, in ms. */
const AGAIN_MS = 60_000;

/**
 * Loads a page anew after its process has gone; the gateway does not notice. Where that soon happens again the
 * window is closed instead, and the next one that is opened begins afresh.
 */
export function recoverFromCrash(
  window: BrowserWindow,
  clock: Pick<Clock, 'now'>,
  onCrash: (reason: string) => void,
): void {
  let lastAt = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    onCrash(reason);
    const isAgain = clock.now() - lastAt < AGAIN_MS;
    lastAt = clock.now();
    if (isAgain) window.destroy();
    else window.webContents.reload();
  });
}
