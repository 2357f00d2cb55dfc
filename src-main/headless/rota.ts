#!/usr/bin/env node
/**
 * The program `rota`. This file comes before everything else, so it imports nothing that an old Node could
 * stumble over: it checks the Node version, turns on the compile cache, and only then loads the command line.
 */
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** undici 8 and the SQLite add-on need Node-API 10 and zstd: Node 22.19 or newer. */
const OLDEST_NODE: readonly [number, number] = [22, 19];

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  process.stderr.write(
    `Rota needs Node ${OLDEST_NODE.join('.')} or newer and this is ${process.versions.node}. ` +
      'Start it with "npx rota …", which uses the Node that "npm ci" brought along.\n',
  );
  process.exitCode = 1;
} else {
  // In the user's own cache folder: a shared one could be filled by another user of the machine.
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  nodeModule.enableCompileCache?.(join(cache, 'rota', 'compile-cache'));
  const { run } = await import('./cli.ts');
  process.exitCode = await run(process.argv.slice(2), process);
}
