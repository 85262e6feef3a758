import type { Blueprint, Features } from '@expgraph/model-io/backbones';
import { activate, type MobileBlock, mobileBlock } from './mobile-block.js';
import { scaledFilters } from './scaled.js';

/** Stages of EfficientNet-B0: table 1 of the paper. */
export const STAGES = [
  { kernelSize: 3, repeats: 1, filters: 16, expansion: 1, strides: 1 },
  { kernelSize: 3, repeats: 2, filters: 24, expansion: 6, strides: 2 },
  { kernelSize: 5, repeats: 2, filters: 40, expansion: 6, strides: 2 },
  { kernelSize: 3, repeats: 3, filters: 80, expansion: 6, strides: 2 },
  { kernelSize: 5, repeats: 3, filters: 112, expansion: 6, strides: 1 },
  { kernelSize: 5, repeats: 4, filters: 192, expansion: 6, strides: 2 },
  { kernelSize: 3, repeats: 1, filters: 320, expansion: 6, strides: 1 },
] as const;

interface FeaturesOptions extends Pick<MobileBlock, 'squeeze' | 'activation'> {
  /** Filters of the first and the last convolution. */
  readonly stem: number;
  readonly top: number;
  /** Width multiplier of the stages' filters. */
  readonly width: number;
  /** Number of blocks in each stage. */
  readonly repeats: readonly number[];
  readonly dropConnectRate: number;
}

/** Adds the convolutions of the first version: the stem, the stages and the last convolution. */
export function efficientNetFeatures(b: Blueprint, input: Features, options: FeaturesOptions): Features {
  const { activation } = options;
  const finish = (x: Features, prefix: string) =>
    activate(b, b.batchNormalization(x, { name: `${prefix}_bn` }), activation, `${prefix}_activation`);
  const padded = b.padForStride2(input, 3, 'stem_conv_pad');
  const stem = { name: 'stem_conv', filters: options.stem, kernelSize: 3, strides: 2, useBias: false } as const;
  const x = stages(b, finish(b.conv2d(padded, stem), 'stem'), options);
  const top = { name: 'top_conv', filters: options.top, kernelSize: 1, padding: 'same', useBias: false } as const;
  return finish(b.conv2d(x, top), 'top');
}

function stages(b: Blueprint, input: Features, options: FeaturesOptions): Features {
  const { width, repeats, dropConnectRate, squeeze, activation } = options;
  const total = repeats.reduce((count, blocks) => count + blocks, 0);
  let x = input;
  let index = 0;
  for (const [stage, { kernelSize, expansion, filters, strides }] of STAGES.entries()) {
    for (let repeat = 0; repeat < repeats[stage]; repeat += 1) {
      x = mobileBlock(b, x, {
        kernelSize,
        expansion,
        squeeze,
        activation,
        prefix: blockPrefix(stage, repeat),
        filters: scaledFilters(filters, width),
        strides: repeat === 0 ? strides : 1,
        dropRate: (dropConnectRate * index) / total,
        momentum: 0.99,
        depthwise: 'dwconv',
      });
      index += 1;
    }
  }
  return x;
}

/** Returns the prefix of a block's layer names: `block2a_`. */
export const blockPrefix = (stage: number, repeat: number): string =>
  `block${stage + 1}${String.fromCharCode(97 + repeat)}_`;
