import { describe, expect, it } from 'vitest';
import { SESSION_IDLE_MS, SessionMemory } from '../../../src-main/core/routing/session-memory.ts';

describe('the memory of sessions', () => {
  it('lets the one go that has been silent longest', () => {
    const memory = new SessionMemory<number>(2);
    memory.set('a', 1, 0);
    memory.set('b', 2, 1);
    memory.set('a', 1, 2);
    memory.set('c', 3, 3);
    expect(['a', 'b', 'c'].map((key) => memory.get(key, 3))).toEqual([1, undefined, 3]);
    expect(memory.size).toBe(2);
  });

  it('replaces a value without letting another one go', () => {
    const memory = new SessionMemory<number>(2);
    memory.set('a', 1, 0);
    memory.set('b', 2, 1);
    memory.set('b', 3, 2);
    expect([memory.get('a', 2), memory.get('b', 2)]).toEqual([1, 3]);
  });

  it('does not keep a session alive by looking at it', () => {
    const memory = new SessionMemory<number>();
    memory.set('a', 1, 0);
    expect(memory.get('a', SESSION_IDLE_MS - 1)).toBe(1);
    expect(memory.get('a', SESSION_IDLE_MS)).toBeUndefined();
  });
});
