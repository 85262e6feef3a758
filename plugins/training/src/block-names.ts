import type { LayerSpec } from '@expgraph/sdk';

/** Patterns of block names at the start of layer names, by family in Keras Applications. */
const IN_A_BLOCK = [
  // VGG block5_conv1, EfficientNet block6a_expand_conv, MobileNetV2 block_13_expand, Xception block14_sepconv1
  /^(block_?\d+[a-z]?)_/,
  // ResNet and DenseNet conv4_block6_2_conv
  /^(conv\d+_block\d+)_/,
  // The first block of MobileNetV2 expanded_conv_project, and those of MobileNetV3 expanded_conv_3_add, expanded_conv_3/Add
  /^(expanded_conv(?:_\d+)?)[_/]/,
];

/** MobileNetV1: conv_pad_4, conv_dw_4 and conv_pw_4 are its block 4. */
const IN_A_NUMBERED_BLOCK = /^conv_(?:pad|dw|pw)_(\d+)(?:_|$)/;

/** InceptionV3 names only the last layer of a block: mixed7. */
const END_OF_A_BLOCK = /^mixed\d+$/;

const POOLS = /^MaxPooling/;
const FLATTENS = /^Global(Average|Max)Pooling|^Flatten$/;

/** Parts outside the blocks: before them, after them, and from the layer that turns feature maps into vectors. */
export const PARTS = ['stem', 'top', 'head'] as const;

/**
 * Returns the block of each layer, derived from Keras' layer names. Layers between those of blocks belong to the
 * preceding block; layers outside belong to `stem`, `top` or `head`. All are undefined if no name contains a block.
 */
export function blockNames(layers: readonly LayerSpec[]): readonly (string | undefined)[] {
  const named = layers.map(({ name }) => blockOf(name));
  const own = named.some((block) => block !== undefined) ? named : blocksByEnds(layers);
  const first = own.findIndex((block) => block !== undefined);
  if (first < 0) return own;
  const last = own.findLastIndex((block) => block !== undefined);
  const flat = layers.findIndex(({ kind }, index) => index > last && FLATTENS.test(kind));
  let block = own[first];
  return own.map((found, index) => {
    if (index < first) return 'stem';
    if (index > last) return flat >= 0 && index >= flat ? 'head' : 'top';
    block = found ?? block;
    return block;
  });
}

function blockOf(layer: string): string | undefined {
  const number = IN_A_NUMBERED_BLOCK.exec(layer)?.[1];
  if (number !== undefined) return `block_${number}`;
  return IN_A_BLOCK.map((pattern) => pattern.exec(layer)?.[1]).find((block) => block !== undefined);
}

/**
 * Assigns blocks by their last layers: each starts after the previous one, the first after the last pooling of the
 * stem.
 */
function blocksByEnds(layers: readonly LayerSpec[]): (string | undefined)[] {
  const ends = [...layers.keys()].filter((index) => END_OF_A_BLOCK.test(layers[index].name));
  const stem = layers.slice(0, ends[0] ?? 0).findLastIndex(({ kind }) => POOLS.test(kind));
  return layers.map((_, index) => (index > stem ? layers[ends.find((end) => index <= end) ?? -1]?.name : undefined));
}
