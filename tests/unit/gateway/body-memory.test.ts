import { expect, it } from 'vitest';
import { BodyMemory } from '../../../src-main/core/gateway/body-memory.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const MEGABYTE = 1024 * 1024;

function rig() {
  const clock = new ManualClock();
  const collected: string[] = [];
  const memory = new BodyMemory(
    { collectYoung: () => collected.push('young'), collectAll: () => collected.push('all') },
    clock,
  );
  const serve = (bytes: number) => {
    memory.held();
    memory.released(bytes);
  };
  return { clock, collected, memory, serve };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('collects the young generation after so many bytes of bodies, once the sockets of the turn were served', async () => {
  const { collected, serve } = rig();
  for (let i = 0; i < 11; i++) serve(MEGABYTE);
  await turn();
  expect(collected).toEqual([]);
  for (let i = 0; i < 5; i++) serve(MEGABYTE);
  expect(collected).toEqual([]);
  await turn();
  expect(collected).toEqual(['young']);
});

it('collects everything once after half a minute without a request', async () => {
  const { clock, collected, serve } = rig();
  for (let i = 0; i < 17; i++) serve(MEGABYTE);
  await turn();
  clock.advance(20_000);
  serve(MEGABYTE);
  clock.advance(20_000);
  expect(collected).toEqual(['young']);
  clock.advance(10_000);
  expect(collected).toEqual(['young', 'all']);
  clock.advance(60_000);
  expect(collected).toEqual(['young', 'all']);
});

it('leaves the heap alone while a request is open, and after it goes waits for its half minute', async () => {
  const { clock, collected, memory, serve } = rig();
  for (let i = 0; i < 17; i++) serve(MEGABYTE);
  await turn();
  memory.held();
  clock.advance(90_000);
  expect(collected).toEqual(['young']);
  memory.released(1);
  clock.advance(29_999);
  expect(collected).toEqual(['young']);
  clock.advance(1);
  expect(collected).toEqual(['young', 'all']);
});

it('does not bother for a few small requests', async () => {
  const { clock, collected, serve } = rig();
  for (let i = 0; i < 20; i++) serve(150_000);
  await turn();
  clock.advance(100_000);
  expect(collected).toEqual([]);
});
