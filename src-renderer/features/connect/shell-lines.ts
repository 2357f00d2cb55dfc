/** Something that sets variables in a way of its own. */
export type LinesTarget = 'sh' | 'fish' | 'powershell' | 'vscode' | 'github';

/** The targets in the order in which they are offered. */
export const LINES_TARGETS: readonly LinesTarget[] = ['sh', 'fish', 'powershell', 'vscode', 'github'];

/** What stands for a key that is not shown; its length says nothing about the key's. */
export const COVERED = '•'.repeat(16);

/** The secret of a repository that holds the key, in lines for GitHub Actions. */
const REPOSITORY_SECRET = `\${{ secrets.ROTA_CLIENT_KEY }}`;

/** One environment variable. */
export interface Variable {
  readonly name: string;
  readonly value: string;
}

/**
 * Lines that set the variables, values quoted so that they are taken literally. Those for GitHub Actions go into a
 * repository, so the key is not in them: wherever it stands, the name of a secret does.
 */
export function shellLines(target: LinesTarget, variables: readonly Variable[], key: string): string {
  switch (target) {
    case 'sh':
      return variables
        .map(({ name, value }) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`)
        .join('\n');
    case 'fish':
      return variables
        .map(
          ({ name, value }) => `set -gx ${name} '${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
        )
        .join('\n');
    case 'powershell':
      return variables.map(({ name, value }) => `$env:${name} = '${value.replaceAll("'", "''")}'`).join('\n');
    case 'vscode':
      return vsCodeLines(variables);
    case 'github':
      return [
        'env:',
        ...variables.map(
          ({ name, value }) => `  ${name}: ${value.replaceAll(key || '\0', REPOSITORY_SECRET)}`,
        ),
      ].join('\n');
  }
}

/** An entry of VS Code's settings, for the Claude Code extension. */
function vsCodeLines(variables: readonly Variable[]): string {
  const entries = variables.map(
    ({ name, value }) => `  { "name": ${JSON.stringify(name)}, "value": ${JSON.stringify(value)} }`,
  );
  return `"claudeCode.environmentVariables": [\n${entries.join(',\n')}\n]`;
}

/** The variables with the key covered wherever it stands. */
export function masked(variables: readonly Variable[], key: string): readonly Variable[] {
  return variables.map(({ name, value }) => ({
    name,
    value: key === '' ? value : value.replaceAll(key, COVERED),
  }));
}
