import type { LayerSpec } from '@expgraph/sdk';

/** A group of inverted residual blocks: the columns of table 2 of the paper. */
interface BlockGroup {
  readonly expansion: number;
  readonly channels: number;
  readonly repeats: number;
  readonly strides: 1 | 2;
}

/** MobileNetV2's body (Sandler et al., 2018, arXiv:1801.04381, table 2), without the first and the last convolution. */
const GROUPS: readonly BlockGroup[] = [
  { expansion: 1, channels: 16, repeats: 1, strides: 1 },
  { expansion: 6, channels: 24, repeats: 2, strides: 2 },
  { expansion: 6, channels: 32, repeats: 3, strides: 2 },
  { expansion: 6, channels: 64, repeats: 4, strides: 2 },
  { expansion: 6, channels: 96, repeats: 3, strides: 1 },
  { expansion: 6, channels: 160, repeats: 3, strides: 2 },
  { expansion: 6, channels: 320, repeats: 1, strides: 1 },
];

/** One inverted residual block, with its number of filters worked out. */
export interface Block {
  /** Begins the names of its layers: `expanded_conv_` of the first, `block_7_` of the others. */
  readonly prefix: string;
  readonly expansion: number;
  readonly filters: number;
  readonly strides: 1 | 2;
  /** Whether its input is added to its output. */
  readonly residual: boolean;
}

export interface MobileNetV2Table {
  readonly firstFilters: number;
  readonly blocks: readonly Block[];
  readonly lastFilters: number;
}

/** The network for a width multiplier alpha. The last convolution never becomes narrower than 1280. */
export function mobileNetV2Table(alpha: number): MobileNetV2Table {
  const blocks: Block[] = [];
  const firstFilters = divisible(32 * alpha, 8);
  let channels = firstFilters;
  for (const group of GROUPS) {
    for (let repeat = 0; repeat < group.repeats; repeat += 1) {
      const filters = divisible(Math.trunc(group.channels * alpha), 8);
      const strides = repeat === 0 ? group.strides : 1;
      const prefix = blocks.length === 0 ? 'expanded_conv_' : `block_${blocks.length}_`;
      blocks.push({
        prefix,
        expansion: group.expansion,
        filters,
        strides,
        residual: strides === 1 && channels === filters,
      });
      channels = filters;
    }
  }
  return { firstFilters, blocks, lastFilters: alpha > 1 ? divisible(1280 * alpha, 8) : 1280 };
}

/** The nearest multiple of a divisor that is not more than a tenth below the value. */
function divisible(value: number, divisor: number): number {
  const nearest = Math.max(divisor, Math.floor((value + divisor / 2) / divisor) * divisor);
  return nearest < 0.9 * value ? nearest + divisor : nearest;
}

/** Names and kinds of the layers, from input to output, as in Keras. */
export function mobileNetV2Layers({ blocks }: MobileNetV2Table): LayerSpec[] {
  const layers: LayerSpec[] = [{ name: 'input', kind: 'InputLayer' }];
  const add = (kind: string, name: string) => layers.push({ name, kind });
  add('Conv2D', 'Conv1');
  add('BatchNormalization', 'bn_Conv1');
  add('ReLU', 'Conv1_relu');
  for (const { prefix, expansion, strides, residual } of blocks) {
    if (expansion > 1) {
      add('Conv2D', `${prefix}expand`);
      add('BatchNormalization', `${prefix}expand_BN`);
      add('ReLU', `${prefix}expand_relu`);
    }
    if (strides === 2) add('ZeroPadding2D', `${prefix}pad`);
    add('DepthwiseConv2D', `${prefix}depthwise`);
    add('BatchNormalization', `${prefix}depthwise_BN`);
    add('ReLU', `${prefix}depthwise_relu`);
    add('Conv2D', `${prefix}project`);
    add('BatchNormalization', `${prefix}project_BN`);
    if (residual) add('Add', `${prefix}add`);
  }
  add('Conv2D', 'Conv_1');
  add('BatchNormalization', 'Conv_1_bn');
  add('ReLU', 'out_relu');
  return layers;
}
