import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import { ok, type Result } from '../lib/result.ts';
import { connectText } from './connect-text.ts';
import type { Connection, OwnGateway } from './connection.ts';
import type { ConnectionRecord } from './connection-book.ts';
import { type DiffLine, diffLines } from './diff-lines.ts';
import { disconnectText } from './disconnect-text.ts';
import { cannotBeChanged, readSettings } from './inspect-settings.ts';
import type { SettingsText } from './settings-bytes.ts';
import type { FileState } from './settings-file.ts';
import type { Place } from './settings-place.ts';

/** A change of a settings file, worked out but not made. */
export interface PlannedChange {
  readonly place: Place;
  /** What it was worked out from. */
  readonly read: FileState;
  readonly before: SettingsText;
  /** null: the file goes. */
  readonly after: SettingsText | null;
  /** What is remembered afterwards; null: nothing. */
  readonly record: ConnectionRecord | null;
}

/** What a change would do; `fingerprint` names the state of the file that it was worked out from. */
export interface Preview {
  readonly file: string;
  readonly exists: boolean;
  readonly changes: boolean;
  readonly diff: readonly DiffLine[];
  readonly fingerprint: string;
}

/** Works out how a settings file is connected; `known` is what is remembered of it. */
export async function planConnection(
  { scope, folder, path }: Place,
  connection: Connection,
  keyName: string | null,
  gateway: OwnGateway,
  known: ConnectionRecord | null,
): Promise<Result<PlannedChange, ErrorCode>> {
  const opened = await readSettings(path);
  if (!opened.ok) return opened;
  const { read, settings: before } = opened.value;
  const connected = connectText(before, connection, gateway, known?.memory ?? null);
  if (!connected.ok) return cannotBeChanged(path, connected.error.message);
  const record: ConnectionRecord = {
    scope,
    folder,
    path,
    keepSignIn: connection.keepSignIn,
    keyName,
    createdFile: read.kind === 'absent' || (known?.createdFile ?? false),
    madeFolder: known?.madeFolder ?? null,
    suspended: false,
    memory: connected.value.memory,
  };
  return ok({ place: { scope, folder, path }, read, before, after: connected.value.settings, record });
}

/** Works out how our variables leave a settings file; one that we made, and that holds nothing else, goes. */
export async function planDisconnection(
  place: Place,
  gateway: OwnGateway,
  known: ConnectionRecord | null,
): Promise<Result<PlannedChange, ErrorCode>> {
  const opened = await readSettings(place.path);
  if (!opened.ok) return opened;
  const { read, settings: before } = opened.value;
  const plan = { place, read, before, record: null };
  if (read.kind === 'absent') return ok({ ...plan, after: null });
  const disconnected = disconnectText(before, gateway, known?.memory ?? null);
  if (!disconnected.ok) return cannotBeChanged(place.path, disconnected.error.message);
  const goes = known?.createdFile === true && holdsNothing(disconnected.value.text);
  return ok({ ...plan, after: goes ? null : disconnected.value });
}

/** A change as it is shown before it is made. */
export function previewOf({ place, read, before, after }: PlannedChange): Preview {
  const diff = diffLines(before.text, after?.text ?? '');
  const goes = after === null && read.kind === 'present';
  return {
    file: place.path,
    exists: read.kind === 'present',
    changes: goes || diff.length > 0,
    diff,
    fingerprint: read.fingerprint,
  };
}

/** Nothing but white space and an empty object is left. */
function holdsNothing(text: string): boolean {
  return /^\ufeff?\s*(\{\s*\})?\s*$/.test(text);
}
