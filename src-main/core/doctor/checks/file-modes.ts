import { type Check, type DoctorSay, failed, fine, skipped, type Verdict } from '../check.ts';

/** Names that are told; the remedy takes care of all. */
const MAX_NAMES = 3;

/** Whether anybody but the user may read what is in the data folder. */
export function fileModesCheck(
  folder: string,
  platform: NodeJS.Platform,
  openToOthers: () => Promise<readonly string[]>,
): Check {
  return {
    id: 'file-modes',
    checked: (say) => say('modes.checked', { folder }),
    look: async (say) =>
      platform === 'win32'
        ? skipped(say('modes.windows'))
        : judgeFileModes(folder, await openToOthers(), say),
  };
}

export function judgeFileModes(folder: string, open: readonly string[], say: DoctorSay): Verdict {
  if (open.length === 0) return fine(say('modes.fine'));
  const names = [...open.slice(0, MAX_NAMES), ...(open.length > MAX_NAMES ? ['…'] : [])].join(', ');
  const command = `chmod -R go= '${folder.replaceAll("'", "'\\''")}'`;
  return failed(say('modes.open', { names }), say('modes.remedy', { command }));
}
