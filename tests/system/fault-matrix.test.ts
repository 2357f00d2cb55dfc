import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { playAllFaults, renderFaultMatrix } from '../support/fault-cell.ts';

/** Written by `npm run test:reliability`, and read line by line before it was committed. */
const EXPECTED = join(import.meta.dirname, '../vectors/fault-matrix.md');

it('every fault of the simulator leaves client and accounts as the matrix says', async () => {
  expect(renderFaultMatrix(await playAllFaults()).split('\n')).toEqual(
    readFileSync(EXPECTED, 'utf8').trimEnd().split('\n'),
  );
});
