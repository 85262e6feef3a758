import type { DatasetSpec } from '@expgraph/sdk';

/** Returns the unit in which progress bars count examples: `images`, `texts`, `windows`, `sequences` or `examples`. */
export function exampleUnit({ features, label, overlapping }: DatasetSpec): string {
  const { dtype, shape } = features ?? {};
  if (dtype === 'string' || (dtype === 'int32' && shape?.length === 2)) return 'texts';
  if (overlapping || label?.feature !== undefined) return 'windows';
  if (shape?.length === 4) return 'images';
  return shape?.length === 3 || shape?.length === 5 ? 'sequences' : 'examples';
}
