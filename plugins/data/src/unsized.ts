import type { DatasetSpec } from '@expgraph/sdk';

/** The spec of data of which it is not known how many there will be. */
export function unsized({ size: _, ...spec }: DatasetSpec): DatasetSpec {
  return spec;
}
