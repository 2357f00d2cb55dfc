/** A family of models that shares limits of its own at the vendor; `other` is every name that tells none of them. */
export type ModelFamily = 'opus' | 'sonnet' | 'haiku' | 'other';

/** The family that a model name belongs to, e.g. `opus` for `claude-opus-5-5`; vendors prefix and suffix names freely. */
export function modelFamily(model: string): ModelFamily {
  const name = model.toLowerCase();
  if (name.includes('opus')) return 'opus';
  if (name.includes('sonnet')) return 'sonnet';
  if (name.includes('haiku')) return 'haiku';
  return 'other';
}
