import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../lib/result.ts';

/** A settings file as text that can be turned back into exactly the bytes that it came from. */
export interface SettingsText {
  /** With its byte order mark, where it has one. */
  readonly text: string;
  readonly encoding: SettingsEncoding;
}

/** What Claude Code reads (seen in 2.1.197 and 2.1.330): UTF-8, and UTF-16 with a byte order mark as PowerShell writes it. */
export type SettingsEncoding = 'utf8' | 'utf16le';

/** Names the state of a file that does not exist. */
export const ABSENT = 'absent';

/** Decodes the bytes of a settings file; refuses those that could not be written back as they were. */
export function decodeSettings(bytes: Uint8Array): Result<SettingsText, 'claude_settings_invalid'> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const encoding: SettingsEncoding = buffer[0] === 0xff && buffer[1] === 0xfe ? 'utf16le' : 'utf8';
  const text = buffer.toString(encoding);
  return Buffer.from(text, encoding).equals(buffer)
    ? ok({ text, encoding })
    : fail('claude_settings_invalid', 'it is not UTF-8 text');
}

export function encodeSettings({ text, encoding }: SettingsText): Uint8Array {
  return Buffer.from(text, encoding);
}

/** Names one content of a file. */
export function fingerprintOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
