import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ensurePrivateFolder, writeFileAtomic } from '../../lib/atomic-file.ts';
import { fail, ok, type Result } from '../../lib/result.ts';

/** Folder of the reports in the data folder. */
const FOLDER = 'reports';
/** Older ones go. */
const MAX_REPORTS = 10;
const REPORT_NAME = /^rota-report-[0-9TZ]+\.json$/;

/** Writes a report (0600) into the data folder and resolves with its path; `now` in ms since the epoch. */
export async function writeReport(
  dataDir: string,
  report: unknown,
  now: number,
): Promise<Result<string, 'report_failed'>> {
  const folder = join(dataDir, FOLDER);
  const usable = await ensurePrivateFolder(folder);
  if (!usable.ok) return fail('report_failed', usable.error.message);
  const stamp = new Date(now).toISOString().replace(/[-:.]/g, '');
  const file = join(folder, `rota-report-${stamp}.json`);
  const written = await writeFileAtomic(file, `${JSON.stringify(report, null, 2)}\n`);
  if (!written.ok) return fail('report_failed', written.error.message);
  await removeOldest(folder);
  return ok(file);
}

async function removeOldest(folder: string): Promise<void> {
  const reports = (await readdir(folder)).filter((name) => REPORT_NAME.test(name)).sort();
  for (const name of reports.slice(0, -MAX_REPORTS)) {
    await unlink(join(folder, name)).catch(() => {}); // a mere nuisance when it stays
  }
}
