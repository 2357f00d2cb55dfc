/** The operating system's code of an error, e.g. `ENOSPC`; null when it is no system error. */
export function errorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'this user may not access it',
  EPERM: 'the system does not permit it',
  EIO: 'the disk reports an error',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  ENOENT: 'a folder of its path does not exist',
  EEXIST: 'something else is in its place',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open on this machine',
  EBUSY: 'another program holds it',
};

/** Why a file operation failed, as the end of a sentence: words where the code is a usual one, else the code alone. */
export function ioReason(error: unknown): string {
  const code = errorCode(error);
  if (code === null) return 'of an unexpected error';
  const words = REASONS[code];
  return words === undefined ? `of system error ${code}` : `${words} (${code})`;
}
