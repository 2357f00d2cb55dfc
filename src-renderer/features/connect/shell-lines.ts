/** A family of shells that set variables in the same way. */
export type Shell = 'sh' | 'fish' | 'powershell';

/** The shells in the order in which they are offered. */
export const SHELLS: readonly Shell[] = ['sh', 'fish', 'powershell'];

/** What stands for a key that is not shown; its length says nothing about the key's. */
export const COVERED = '•'.repeat(16);

/** One environment variable. */
export interface Variable {
  readonly name: string;
  readonly value: string;
}

/** Lines that set the variables in a shell, values quoted so that the shell takes them literally. */
export function shellLines(shell: Shell, variables: readonly Variable[]): string {
  return variables.map(({ name, value }) => line(shell, name, value)).join('\n');
}

function line(shell: Shell, name: string, value: string): string {
  switch (shell) {
    case 'sh':
      return `export ${name}='${value.replaceAll("'", `'\\''`)}'`;
    case 'fish':
      return `set -gx ${name} '${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
    case 'powershell':
      return `$env:${name} = '${value.replaceAll("'", "''")}'`;
  }
}

/** The variables with the key covered wherever it stands. */
export function masked(variables: readonly Variable[], key: string): readonly Variable[] {
  return variables.map(({ name, value }) => ({
    name,
    value: key === '' ? value : value.replaceAll(key, COVERED),
  }));
}
