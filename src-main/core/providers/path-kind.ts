/**
 * What a proxied request asks for, as far as failover and health care: only `messages` spends quota, and only
 * the first three fail over.
 */
export type PathKind = 'messages' | 'count-tokens' | 'models' | 'other';
