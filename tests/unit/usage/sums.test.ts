import { describe, expect, it } from 'vitest';
import { sqlFailure } from '../../../src-main/core/usage/sql-failure.ts';
import { sumsOf } from '../../../src-main/core/usage/usage-sums.ts';
import { requestFacts, tokenUsage } from '../../support/request-facts.ts';

describe('what a request adds to the sums', () => {
  it('is a failure where the client got no whole, good answer, but not where it left by itself', () => {
    const failed = (more: Parameters<typeof requestFacts>[1]) => sumsOf(requestFacts('r', more)).failed;
    expect(failed({})).toBe(0);
    expect(failed({ outcome: 'own-error', status: 503 })).toBe(1);
    expect(failed({ outcome: 'relayed-error', status: 400 })).toBe(1);
    expect(failed({ outcome: 'broken-stream', incomplete: true })).toBe(1);
    expect(failed({ outcome: 'succeeded', incomplete: true })).toBe(1);
    expect(failed({ outcome: 'client-aborted', incomplete: true })).toBe(0);
  });

  it('is a failover where another account answered than the first one asked', () => {
    const [attempt] = requestFacts('r').attempts;
    const moved = [{ ...attempt!, accountId: 'home', outcome: 'overloaded' }, attempt!];
    expect(sumsOf(requestFacts('r', { attempts: moved })).failed_over).toBe(1);
    expect(sumsOf(requestFacts('r', { attempts: [attempt!, attempt!] })).failed_over).toBe(0);
    expect(sumsOf(requestFacts('r', { attempts: moved, accountId: null })).failed_over).toBe(0);
  });

  it('counts as broken only where an answer had begun', () => {
    expect(sumsOf(requestFacts('r', { incomplete: true })).broken).toBe(1);
    expect(sumsOf(requestFacts('r', { incomplete: true, status: null })).broken).toBe(0);
  });

  it('is metered where tokens were reported', () => {
    expect(sumsOf(requestFacts('r', { usage: tokenUsage() })).metered).toBe(0);
    expect(sumsOf(requestFacts('r', { usage: null })).metered).toBe(0);
    expect(sumsOf(requestFacts('r', { usage: tokenUsage({ cacheReadInputTokens: 1 }) })).metered).toBe(1);
  });
});

describe('an error of the database', () => {
  it.each([
    [{ code: 'SQLITE_CORRUPT' }, 'damaged', 'SQLITE_CORRUPT'],
    [{ code: 'SQLITE_NOTADB' }, 'damaged', 'SQLITE_NOTADB'],
    [{ code: 'SQLITE_BUSY_SNAPSHOT' }, 'locked', 'SQLITE_BUSY_SNAPSHOT'],
    [{ code: 'SQLITE_FULL' }, 'full', 'SQLITE_FULL'],
    [{ code: 'ENOSPC' }, 'full', 'ENOSPC'],
    [{ code: 'SQLITE_IOERR_FSYNC' }, 'unusable', 'SQLITE_IOERR_FSYNC'],
    [{ code: 'SQLITE_READONLY_DBMOVED' }, 'unusable', 'SQLITE_READONLY_DBMOVED'],
    [{ code: 'EROFS' }, 'unusable', 'EROFS'],
    [{ code: 'SQLITE_CONSTRAINT_NOTNULL' }, 'refused', 'SQLITE_CONSTRAINT_NOTNULL'],
    [{ code: 'ERR_SQLITE_ERROR', errcode: 5 }, 'locked', 'SQLITE_BUSY'],
    [{ code: 'ERR_SQLITE_ERROR', errcode: 1_555 }, 'refused', 'SQLITE_1555'],
    [new TypeError('x'), 'refused', 'unknown'],
    [null, 'refused', 'unknown'],
  ])('%o is %s', (error, kind, code) => {
    expect(sqlFailure(error)).toEqual({ kind, code });
  });
});
