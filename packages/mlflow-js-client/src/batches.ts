import type { Metric, Param, Tag } from './types.js';

/** Content of a call of `runs/log-batch`. */
export interface LogBatch {
  readonly metrics?: readonly Metric[];
  readonly params?: readonly Param[];
  readonly tags?: readonly Tag[];
}

const MAX_METRICS = 1000;
const MAX_PARAMS = 100;
const MAX_TAGS = 100;
const MAX_PARAM_LENGTH = 6000;
const MAX_TAG_LENGTH = 5000;

/** Splits content into calls within MLflow's limits. Values that are too long are truncated. */
export function* batches({ metrics = [], params = [], tags = [] }: LogBatch): Generator<LogBatch> {
  for (const part of chunks(params, MAX_PARAMS)) yield { params: part.map((param) => cut(param, MAX_PARAM_LENGTH)) };
  for (const part of chunks(tags, MAX_TAGS)) yield { tags: part.map((tag) => cut(tag, MAX_TAG_LENGTH)) };
  for (const part of chunks(metrics, MAX_METRICS)) yield { metrics: part };
}

function* chunks<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

const cut = (pair: Param, length: number): Param =>
  pair.value.length <= length ? pair : { key: pair.key, value: `${pair.value.slice(0, length - 1)}…` };

/**
 * Returns a valid MLflow key: letters, digits, `_ - . / ` and blank, at most 250 characters, no empty or dotted path segment.
 */
export function safeKey(key: string): string {
  const parts = key.replace(/[^\w.\-/ ]/g, '_').split('/');
  return parts
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/')
    .slice(0, 250);
}

/** Returns a number for JSON: NaN and infinities are strings, as in protobuf's JSON format. */
export const jsonNumber = (value: number): number | string => (Number.isFinite(value) ? value : String(value));
