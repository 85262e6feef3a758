import { type LayerSpec, type Static, Type } from '@expgraph/sdk';
import { type ConfigPath, selectionEmpty } from './messages.js';
import { NamedLayers } from './named-layers.js';

const patterns = (description: string) => Type.Optional(Type.Array(Type.String(), { minItems: 1, description }));

/** Options that select layers. If several are given, a layer must match all. */
export const LAYER_SELECTION = {
  from: Type.Optional(
    Type.String({ description: 'First layer, by its Keras name or its block: block_13_expand, block_13.' }),
  ),
  upTo: Type.Optional(Type.String({ description: 'Last layer, by its Keras name or its block.' })),
  last: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'Number of blocks, counted from the output, with all layers above them.',
    }),
  ),
  first: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'Number of blocks, counted from the input, with all layers below them.',
    }),
  ),
  layers: patterns('Names of layers. In these lists * stands for any letters, ? for one: block5_*.'),
  blocks: patterns('Names of blocks, or of the parts around them, stem, top and head: block_13, conv5_*.'),
  kinds: patterns('Classes of layers, as Keras calls them: Dense, *Conv2D.'),
};

const schema = Type.Object(LAYER_SELECTION);
export type LayerSelection = Static<typeof schema>;

/**
 * Returns the selected layers from input to output; all layers if no option is set. `at` is the path of the selection
 * in the config.
 * @throws ExperimentError at the option without a match.
 */
export function selectLayers<Layer extends LayerSpec>(
  layers: readonly Layer[],
  selection: LayerSelection,
  at: ConfigPath = [],
): Layer[] {
  const named = new NamedLayers(layers);
  const { from, upTo, first, last } = selection;
  const fits: ((position: number) => boolean)[] = [];
  const above = (lowest: number) => fits.push((position) => position >= lowest);
  const below = (highest: number) => fits.push((position) => position <= highest);
  if (from !== undefined) above(named.find(from, [...at, 'from']).first);
  if (upTo !== undefined) below(named.find(upTo, [...at, 'upTo']).last);
  if (last !== undefined) above(named.findBlocks('last', last, [...at, 'last']).first);
  if (first !== undefined) below(named.findBlocks('first', first, [...at, 'first']).last);
  for (const what of ['layers', 'blocks', 'kinds'] as const) {
    const given = selection[what];
    if (!given) continue;
    const found = named.matching(what, given, [...at, what]);
    fits.push((position) => found.has(position));
  }
  const chosen = layers.filter((_, position) => fits.every((fit) => fit(position)));
  if (chosen.length === 0) throw selectionEmpty(at, selection);
  return chosen;
}
