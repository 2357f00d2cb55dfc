import type { SettingsDocument } from './settings-document.ts';

/** Whether an `auth_value` is the secret itself and not a word for where it is. */
export function isLiteralSecret(authValue: string | null | undefined): boolean {
  const value = (authValue ?? '').trim();
  return value !== '' && value !== 'oauth' && value !== 'vault' && !value.startsWith('env:');
}

/** Whether `next` holds a secret in clear that `before` does not; what the user wrote into the file by hand stays. */
export function addsLiteralSecret(before: SettingsDocument, next: SettingsDocument): boolean {
  const known = new Set((before.providers ?? []).map((provider) => provider.auth_value));
  return (next.providers ?? []).some(
    (provider) => isLiteralSecret(provider.auth_value) && !known.has(provider.auth_value),
  );
}
