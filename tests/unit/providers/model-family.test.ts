import { expect, it } from 'vitest';
import { modelFamily } from '../../../src-main/core/providers/model-family.ts';

it.each([
  ['claude-opus-5-5', 'opus'],
  ['us.anthropic.claude-sonnet-5-5-20260801-v1:0', 'sonnet'],
  ['Claude-Haiku-5-5', 'haiku'],
  ['vendor-model-name', 'other'],
  ['', 'other'],
])('the family of %j is %s', (model, family) => {
  expect(modelFamily(model)).toBe(family);
});
