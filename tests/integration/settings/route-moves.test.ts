/** A candidate moves between two routes in one write: whatever fails on the way, no route has lost or gained one. */
import Conf from 'conf';
import { expect, it } from 'vitest';
import { RoutesDesk } from '../../../src-main/core/composition/routes-desk.ts';
import { SettingsCommands } from '../../../src-main/core/composition/settings-commands.ts';
import type { Settings } from '../../../src-main/core/settings/settings.ts';
import { ONE, place, TWO } from './store-place.ts';

const ROUTES = {
  '*haiku*': [{ provider: 'One' }, { provider: 'Two', model: 'my-sonnet' }],
  '*sonnet*': [{ provider: 'One', model: 'my-opus' }],
  '*fable*': [{ provider: 'One' }],
  '*opus*': [{ provider: 'One' }],
};
const DOCUMENT = JSON.stringify({ providers: [ONE, TWO], model_routes: ROUTES });
const MOVED = { provider: 'Two', accountEmail: null, model: 'my-sonnet' } as const;

/** A disk that may refuse, and that counts how often it is written to. */
function countingDisk() {
  const disk = { writes: 0, isFull: false };
  const Base = class extends Conf {
    override set store(document: Record<string, unknown>) {
      disk.writes += 1;
      if (disk.isFull) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      super.store = document;
    }
    override get store() {
      return super.store;
    }
  };
  return { disk, Base };
}

const routesWith = ({ modelRoutes }: Settings, provider: string) =>
  modelRoutes
    .filter(({ candidates }) => candidates.some((candidate) => candidate.provider === provider))
    .map(({ pattern }) => pattern);

it('is written once, and at no moment is the candidate in both routes or in none', async () => {
  await using here = await place();
  await here.given(DOCUMENT);
  const { disk, Base } = countingDisk();
  const store = await here.open({}, Base);
  const seen: string[][] = [];
  using _listening = store.subscribe((settings) => seen.push(routesWith(settings, 'Two')));
  const writesBefore = disk.writes;

  const desk = new RoutesDesk(new SettingsCommands(store));
  expect(await desk.move({ from: '*haiku*', to: '*fable*', candidate: MOVED })).toMatchObject({ ok: true });
  expect(disk.writes - writesBefore).toBe(1);
  expect(seen).toEqual([['*fable*']]);
  expect((await here.onDisk()).model_routes).toEqual({
    ...ROUTES,
    '*haiku*': [{ provider: 'One', priority: 1 }],
    '*fable*': [
      { provider: 'One', priority: 1 },
      { provider: 'Two', model: 'my-sonnet', priority: 2 },
    ],
  });
});

it('changes neither route where the disk refuses, and is done when it is asked for again', async () => {
  await using here = await place();
  await here.given(DOCUMENT);
  const { disk, Base } = countingDisk();
  const store = await here.open({}, Base);
  const desk = new RoutesDesk(new SettingsCommands(store));
  const move = () => desk.move({ from: '*haiku*', to: '*fable*', candidate: MOVED });

  disk.isFull = true;
  expect(await move()).toMatchObject({ ok: false, error: { code: 'write_failed' } });
  expect(routesWith(store.current(), 'Two')).toEqual(['*haiku*']);
  expect((await here.onDisk()).model_routes).toEqual(ROUTES);

  disk.isFull = false;
  expect(await move()).toMatchObject({ ok: true });
  expect(routesWith(store.current(), 'Two')).toEqual(['*fable*']);
});

it('changes neither route where the other one cannot take it', async () => {
  await using here = await place();
  await here.given(DOCUMENT);
  const store = await here.open();
  const desk = new RoutesDesk(new SettingsCommands(store));
  // In *opus* it would send opus to sonnet, which is sent to opus.
  const refused = await desk.move({ from: '*haiku*', to: '*opus*', candidate: MOVED });
  expect(refused).toMatchObject({ ok: false, error: { code: 'settings_invalid' } });
  expect(routesWith(store.current(), 'Two')).toEqual(['*haiku*']);
  expect((await here.onDisk()).model_routes).toEqual(ROUTES);
});

it('leaves a route at least one candidate that is in use', async () => {
  await using here = await place();
  const routes = { ...ROUTES, '*fable*': [{ provider: 'One' }, { provider: 'Two', enabled: false }] };
  await here.given(JSON.stringify({ providers: [ONE, TWO], model_routes: routes }));
  const store = await here.open();
  const desk = new RoutesDesk(new SettingsCommands(store));
  const candidate = { provider: 'One', accountEmail: null, model: null };
  expect(await desk.move({ from: '*fable*', to: '*haiku*', candidate })).toMatchObject({
    ok: false,
    error: { code: 'candidate_is_last' },
  });
  expect((await here.onDisk()).model_routes).toEqual(routes);
});
