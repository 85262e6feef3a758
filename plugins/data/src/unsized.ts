import type { DatasetSpec } from '@expgraph/sdk';

/** Returns a spec without its size, for nodes that cannot know it before they run. */
export function unsized({ size: _, ...spec }: DatasetSpec): DatasetSpec {
  return spec;
}
