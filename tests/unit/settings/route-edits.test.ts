import { describe, expect, it } from 'vitest';
import {
  findPattern,
  removeRoute,
  replaceRoute,
  setRoute,
} from '../../../src-main/core/settings/route-edits.ts';
import type { SettingsDocument } from '../../../src-main/core/settings/settings-document.ts';

const DOCUMENT: SettingsDocument = {
  model_routes: { '*opus*': [{ provider: 'A' }], '*haiku*': [{ provider: 'B' }] },
};
const ROUTE = [{ provider: 'C' }];
const patterns = ({ model_routes }: SettingsDocument) => Object.keys(model_routes ?? {});

describe('an edit of the model routes', () => {
  it('replaces a route where it stands and adds a new one at the end', () => {
    const replaced = setRoute(DOCUMENT, '*opus*', ROUTE);
    expect(patterns(replaced)).toEqual(['*opus*', '*haiku*']);
    expect(replaced.model_routes?.['*opus*']).toEqual(ROUTE);
    expect(patterns(setRoute(replaced, '*', ROUTE))).toEqual(['*opus*', '*haiku*', '*']);
    expect(patterns(setRoute({}, '*', ROUTE))).toEqual(['*']);
  });

  it('gives a route another pattern in its old place', () => {
    const moved = replaceRoute(DOCUMENT, '*opus*', '*opus-5*', ROUTE);
    expect(moved.model_routes).toEqual({ '*opus-5*': ROUTE, '*haiku*': [{ provider: 'B' }] });
    expect(patterns(moved)).toEqual(['*opus-5*', '*haiku*']);
  });

  it('removes one route and leaves the others', () => {
    expect(removeRoute(DOCUMENT, '*opus*').model_routes).toEqual({ '*haiku*': [{ provider: 'B' }] });
  });

  it('finds a pattern in any case, as it is written in the document', () => {
    expect(findPattern(DOCUMENT, '*OPUS*')).toBe('*opus*');
    expect(findPattern(DOCUMENT, '*sonnet*')).toBeNull();
    expect(findPattern({}, '*')).toBeNull();
  });
});
