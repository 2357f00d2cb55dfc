/**
 * Which proxied path a request names, judged before any account is looked at. The path goes upstream as
 * it came; what could climb out of `/v1/` in somebody else's normalisation is refused instead of repaired.
 */
import type { PathKind } from '../providers/path-kind.ts';

export interface RequestPath {
  readonly kind: PathKind;
  /** Path without the query, e.g. `/v1/messages`. */
  readonly path: string;
  /** Path and query exactly as the client sent them. */
  readonly target: string;
}

/** Longest request target, in characters; far above anything Claude Code sends. */
const MAX_TARGET_LENGTH = 8_192;

/** Dot segments, encoded dots and separators, backslashes, NUL. (Node's parser refuses raw control characters.) */
const CLIMBING = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)|%2f|%5c|%2e|%00|\\/i;

/** The parsed path of a target below `/v1/`, or null where it may not be forwarded. */
export function parseRequestPath(method: string, target: string): RequestPath | null {
  if (!target.startsWith('/v1/') || target.length > MAX_TARGET_LENGTH || target.includes('#')) return null;
  const queryAt = target.indexOf('?');
  const path = queryAt < 0 ? target : target.slice(0, queryAt);
  if (CLIMBING.test(path) || path.includes('//')) return null;
  return { kind: kindOf(method, path), path, target };
}

function kindOf(method: string, path: string): PathKind {
  if (method === 'POST' && path === '/v1/messages') return 'messages';
  if (method === 'POST' && path === '/v1/messages/count_tokens') return 'count-tokens';
  if (method === 'GET' && (path === '/v1/models' || path.startsWith('/v1/models/'))) return 'models';
  return 'other';
}

/**
 * The path and query at an upstream whose `base_url` has the path `prefix` (no trailing slash). A prefix
 * that ends in `/v1` does not repeat the request's own `/v1`.
 */
export function upstreamTarget(prefix: string, target: string): string {
  if (prefix === '') return target;
  return prefix.endsWith('/v1') ? prefix + target.slice('/v1'.length) : prefix + target;
}
