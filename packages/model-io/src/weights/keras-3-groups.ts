import { groupIn, type H5Bounds, type H5Group, isRandomState, readH5Weight, textIn } from './h5-file.js';
import type { LayerWeights, Weight } from './named-weights.js';

/** A layer in a model's config; nested models have their own layers. */
export interface KerasLayer {
  readonly className: string;
  readonly name: string;
  readonly layers?: readonly KerasLayer[];
  /** Stacked cells of a recurrent layer, from first to last. */
  readonly cells?: readonly { readonly className: string }[];
}

/** Early versions wrote the second name. */
const LISTS = ['layers', '_layer_checkpoint_dependencies'];
/** Maximum nesting. Groups of a damaged file can contain themselves. */
const MAX_DEPTH = 24;

export const isKeras3 = (file: H5Group) => LISTS.some((list) => groupIn(file, list));

/**
 * Reads groups written by Keras 3: `layers/<class>_<n>/vars/<index>`, with groups of cells and wrapped layers below. A
 * layer is identified by its position, and by its name if the config or an attribute of the file contains it. Nested
 * models are flattened.
 */
export function readKeras3Groups(file: H5Group, bounds: H5Bounds, config?: readonly KerasLayer[]): LayerWeights {
  const weights = new Map<string, ReadonlyMap<string, Weight>>();
  const list = LISTS.map((name) => groupIn(file, name)).find((group) => group !== undefined);
  if (list) addLayers(list, 'layers', bounds, config, weights);
  return weights;
}

function addLayers(
  list: H5Group,
  path: string,
  bounds: H5Bounds,
  config: readonly KerasLayer[] | undefined,
  weights: Map<string, ReadonlyMap<string, Weight>>,
): void {
  if (path.split('/').length > MAX_DEPTH) throw new Error('its groups contain themselves');
  const places = config && new Map([...keras3Places(config)].map(([layer, place]) => [place, layer]));
  for (const place of list.keys().sort(naturally)) {
    const layer = groupIn(list, place);
    if (!layer) continue;
    const configured = places?.get(place);
    const inner = groupIn(layer, 'layers');
    if (inner) {
      addLayers(inner, `${path}/${place}/layers`, bounds, configured?.layers, weights);
      continue;
    }
    const found = new Map(
      variablesOf(layer, bounds, configured?.cells).map(({ path: parts, weight }, index) => [
        parts.includes(CELLS) && !configured?.cells ? [...parts, index].join('/') : String(index),
        weight,
      ]),
    );
    if (found.size === 0) continue;
    weights.set(`${path}/${place}`, found);
    const vars = groupIn(layer, 'vars');
    const name = configured?.name ?? (vars && textIn(vars, 'name', bounds));
    if (name !== undefined) weights.set(name, found);
  }
}

/** Group of stacked cells within that of the layer. */
const CELLS = 'cells';

/**
 * Returns the variables of a layer in the order of Keras' `layer.weights`, its own before those of its parts, with the
 * paths of their groups. Stacked cells are in the file's order of names, unless the config contains theirs; see
 * `inOrderOfCells`.
 */
function variablesOf(
  group: H5Group,
  bounds: H5Bounds,
  cells: KerasLayer['cells'] = [],
  path: readonly string[] = [],
): { readonly path: readonly string[]; readonly weight: Weight }[] {
  if (path.length > MAX_DEPTH) throw new Error('its groups contain themselves');
  const vars = groupIn(group, 'vars');
  const own = vars
    ? vars
        .keys()
        .sort(naturally)
        .map((name) => ({ path, weight: readH5Weight(vars, name, bounds) }))
    : [];
  const parts = group
    .keys()
    .filter((name) => name !== 'vars' && !isRandomState(name))
    .sort(naturally);
  // In alphabetical order, the backward layer would come first.
  parts.sort((a, b) => Number(b === 'forward_layer') - Number(a === 'forward_layer'));
  const stack = [...keras3Places(cells).values()];
  if (parts.every((name) => stack.includes(name))) parts.sort((a, b) => stack.indexOf(a) - stack.indexOf(b));
  const below = (name: string) => variablesOf(groupIn(group, name) ?? EMPTY, bounds, cells, [...path, name]);
  return [...own, ...parts.flatMap(below)];
}

/**
 * Reorders the weights of a layer whose file lists stacked cells without their order, `cell/cells/gru_cell_1/0`, to the
 * order of the layer's cells. Returns other weights unchanged.
 */
export function inOrderOfCells(
  cells: readonly { readonly className: string }[],
  found: ReadonlyMap<string, Weight>,
): ReadonlyMap<string, Weight> {
  const order = [...keras3Places(cells).values()];
  const places = [...found].map(([key, weight], index) => {
    const parts = key.split('/');
    const at = parts.indexOf(CELLS);
    return { key, weight, index, way: parts.slice(0, at).join('/'), cell: order.indexOf(parts[at + 1]), at };
  });
  if (places.some(({ at, cell }) => at < 0 || cell < 0)) return found;
  // The two directions of a bidirectional layer are already in order.
  const ways = [...new Set(places.map(({ way }) => way))];
  places.sort((a, b) => ways.indexOf(a.way) - ways.indexOf(b.way) || a.cell - b.cell || a.index - b.index);
  return new Map(places.map(({ key, weight }) => [key, weight]));
}

const EMPTY: H5Group = { get: () => undefined, keys: () => [], attrs: {} };

const naturally = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });

/** Returns the Keras 3 group name of each layer: its class in snake case, numbered from the second on. */
export function keras3Places<Layer extends { readonly className: string }>(
  layers: readonly Layer[],
): Map<Layer, string> {
  const seen = new Map<string, number>();
  return new Map(
    layers.map((layer) => {
      const kind = snakeCase(layer.className);
      const before = seen.get(kind) ?? 0;
      seen.set(kind, before + 1);
      return [layer, before === 0 ? kind : `${kind}_${before}`];
    }),
  );
}

/** Converts `BatchNormalization` to `batch_normalization`, `Conv2D` to `conv2d`. */
const snakeCase = (className: string) =>
  className
    .replaceAll(/\W+/g, '')
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
