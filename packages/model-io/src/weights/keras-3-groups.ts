import { groupIn, type H5Bounds, type H5Group, isRandomState, readH5Weight, textIn } from './h5-file.js';
import type { LayerWeights, Weight } from './named-weights.js';

/** A layer of a model's config; one that is a model has layers of its own. */
export interface KerasLayer {
  readonly className: string;
  readonly name: string;
  readonly layers?: readonly KerasLayer[];
  /** Of a recurrent layer with stacked cells, from the first to the last. */
  readonly cells?: readonly { readonly className: string }[];
}

/** Early versions wrote the second. */
const LISTS = ['layers', '_layer_checkpoint_dependencies'];
/** Layers within layers; a damaged file can have groups that lie in themselves. */
const DEEPEST = 24;

export const isKeras3 = (file: H5Group) => LISTS.some((list) => groupIn(file, list));

/**
 * Reads the groups that Keras 3 writes: `layers/<class>_<n>/vars/<place>`, and below it those of cells and of wrapped layers. A layer
 * is found by its place, and by its name where the config or a note in the file tells it. Models within the model are opened up.
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
  if (path.split('/').length > DEEPEST) throw new Error('its groups lie in themselves');
  const places = config && new Map([...keras3Places(config)].map(([layer, place]) => [place, layer]));
  for (const place of list.keys().sort(naturally)) {
    const layer = groupIn(list, place);
    if (!layer) continue;
    const told = places?.get(place);
    const inner = groupIn(layer, 'layers');
    if (inner) {
      addLayers(inner, `${path}/${place}/layers`, bounds, told?.layers, weights);
      continue;
    }
    const found = new Map(
      variablesOf(layer, bounds, told?.cells).map(({ path: parts, weight }, index) => [
        parts.includes(CELLS) && !told?.cells ? [...parts, index].join('/') : String(index),
        weight,
      ]),
    );
    if (found.size === 0) continue;
    weights.set(`${path}/${place}`, found);
    const vars = groupIn(layer, 'vars');
    const name = told?.name ?? (vars && textIn(vars, 'name', bounds));
    if (name !== undefined) weights.set(name, found);
  }
}

/** The group of stacked cells, below that of the layer. */
const CELLS = 'cells';

/**
 * The variables of a layer in the order of Keras' `layer.weights`: its own, then those of its parts; with the groups that they are in.
 * Stacked cells are in the order of their names in the file, unless the config tells theirs; see `inOrderOfCells`.
 */
function variablesOf(
  group: H5Group,
  bounds: H5Bounds,
  cells: KerasLayer['cells'] = [],
  path: readonly string[] = [],
): { readonly path: readonly string[]; readonly weight: Weight }[] {
  if (path.length > DEEPEST) throw new Error('its groups lie in themselves');
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
  // By the alphabet, the backward one would come first.
  parts.sort((a, b) => Number(b === 'forward_layer') - Number(a === 'forward_layer'));
  const stack = [...keras3Places(cells).values()];
  if (parts.every((name) => stack.includes(name))) parts.sort((a, b) => stack.indexOf(a) - stack.indexOf(b));
  const below = (name: string) => variablesOf(groupIn(group, name) ?? EMPTY, bounds, cells, [...path, name]);
  return [...own, ...parts.flatMap(below)];
}

/**
 * The weights of a layer whose file has stacked cells without their order, `cell/cells/gru_cell_1/0`, in the order of the layer's own
 * cells. Other weights as they are.
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
  // The two ways of a bidirectional layer are in order already.
  const ways = [...new Set(places.map(({ way }) => way))];
  places.sort((a, b) => ways.indexOf(a.way) - ways.indexOf(b.way) || a.cell - b.cell || a.index - b.index);
  return new Map(places.map(({ key, weight }) => [key, weight]));
}

const EMPTY: H5Group = { get: () => undefined, keys: () => [], attrs: {} };

const naturally = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });

/** What Keras 3 calls each of a model's layers in its files: the class in snake case, numbered from the second on. */
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

/** `BatchNormalization` to `batch_normalization`, `Conv2D` to `conv2d`. */
const snakeCase = (className: string) =>
  className
    .replaceAll(/\W+/g, '')
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
