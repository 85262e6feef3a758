import type { LayerWeights, Weight } from './named-weights.js';

/** A weight with its path in a file: `conv1/kernel`, `encoder/forward_gru/gru_cell/kernel:0`. */
export interface PathWeight {
  readonly layer: string;
  readonly path: string;
  readonly weight: Weight;
}

/**
 * Groups weights by layer. Within a layer, a weight is named by the last part of its path, or by the whole path if
 * several end alike (the two directions of a bidirectional layer). Layers of a nested model are also listed by their
 * own names.
 */
export function byLayer(weights: readonly PathWeight[], layers: Iterable<string> = []): LayerWeights {
  const whole = new Map<string, PathWeight[]>([...layers].map((layer) => [layer, []]));
  for (const weight of weights) add(whole, weight.layer, weight);
  const inner = new Map<string, PathWeight[]>();
  for (const weight of weights) {
    const [parent] = partsOf(weight).slice(-2, -1);
    if (parent !== undefined && !whole.has(parent)) add(inner, parent, weight);
  }
  return new Map([...whole, ...inner].map(([layer, found]) => [layer, byName(found)]));
}

function add(groups: Map<string, PathWeight[]>, layer: string, weight: PathWeight): void {
  const group = groups.get(layer);
  if (group) group.push(weight);
  else groups.set(layer, [weight]);
}

function byName(weights: readonly PathWeight[]): Map<string, Weight> {
  const names = weights.map((weight) => partsOf(weight).at(-1) as string);
  const ambiguous = new Set(names).size < names.length;
  return new Map(weights.map((weight, index) => [ambiguous ? partsOf(weight).join('/') : names[index], weight.weight]));
}

/** Returns the parts of a weight's path below its layer, without the `:0` of Keras 2. */
function partsOf({ layer, path }: PathWeight): string[] {
  const parts = path.replace(/:\d+$/, '').split('/');
  return parts.length > 1 && parts[0] === layer ? parts.slice(1) : parts;
}
