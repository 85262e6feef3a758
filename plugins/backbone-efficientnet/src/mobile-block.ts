import type { Blueprint, Features } from '@expgraph/model-io/backbones';

export interface MobileBlock {
  /** Prefix of its layer names: `block2a_`. */
  readonly prefix: string;
  readonly kernelSize: 3 | 5;
  readonly strides: 1 | 2;
  readonly expansion: number;
  readonly filters: number;
  /** Channels inside squeeze-and-excite, as a fraction of the input channels; 0 for none. */
  readonly squeeze: number;
  readonly activation: 'swish' | 'relu6';
  /** Fraction of examples that skip the block in training. */
  readonly dropRate: number;
  /** Momentum of batch normalization. */
  readonly momentum: number;
  /** Name of the depthwise convolution, which differs between the versions. */
  readonly depthwise: 'dwconv' | 'dwconv2';
}

/**
 * Adds a block of expansion, depthwise convolution, squeeze-and-excite and projection (Sandler et al., 2018; Tan and
 * Le, 2019).
 */
export function mobileBlock(b: Blueprint, input: Features, block: MobileBlock): Features {
  const { prefix, kernelSize, strides, expansion, filters, momentum } = block;
  const channels = input.shape[2];
  const activated = (x: Features, name: string) => activate(b, x, block.activation, `${prefix}${name}`);
  const normalize = (x: Features, name: string) => b.batchNormalization(x, { name: `${prefix}${name}`, momentum });
  let x = input;
  if (expansion !== 1) {
    const options = { filters: channels * expansion, kernelSize: 1, padding: 'same', useBias: false } as const;
    x = normalize(b.conv2d(x, { name: `${prefix}expand_conv`, ...options }), 'expand_bn');
    x = activated(x, 'expand_activation');
  }
  // The first version pads explicitly if strided, which equals `same` padding except for odd sizes.
  const padded = block.depthwise === 'dwconv' && strides === 2;
  if (padded) x = b.padForStride2(x, kernelSize, `${prefix}dwconv_pad`);
  const options = { kernelSize, strides, padding: padded ? 'valid' : 'same', useBias: false } as const;
  x = normalize(b.depthwiseConv2d(x, { name: `${prefix}${block.depthwise}`, ...options }), 'bn');
  x = activated(x, 'activation');
  if (block.squeeze > 0) x = squeezeAndExcite(b, x, prefix, Math.max(1, Math.trunc(channels * block.squeeze)));
  x = b.conv2d(x, { name: `${prefix}project_conv`, filters, kernelSize: 1, padding: 'same', useBias: false });
  x = normalize(x, 'project_bn');
  return strides === 1 && channels === filters ? addInput(b, x, input, block) : x;
}

/** In Keras, relu6 is a layer of another class. */
export function activate(b: Blueprint, x: Features, activation: MobileBlock['activation'], name: string): Features {
  return activation === 'relu6' ? b.reLU(x, { name, maxValue: 6 }) : b.activation(x, activation, name);
}

/**
 * Adds the input to the output of a block, which is dropped for some examples (Huang et al., 2016, arXiv:1603.09382).
 */
export function addInput(
  b: Blueprint,
  x: Features,
  input: Features,
  { prefix, dropRate }: { readonly prefix: string; readonly dropRate: number },
): Features {
  const noiseShape = [null, 1, 1, 1];
  const kept = dropRate > 0 ? b.dropout(x, { name: `${prefix}drop`, rate: dropRate, noiseShape }) : x;
  return b.sum(kept, input, `${prefix}add`);
}

/** Scales each channel by a factor computed from the means of all channels (Hu et al., 2017, arXiv:1709.01507). */
function squeezeAndExcite(b: Blueprint, x: Features, prefix: string, filters: number): Features {
  const channels = x.shape[2];
  let y = b.globalAveragePooling2d(x, { name: `${prefix}se_squeeze` });
  y = b.reshape(y, [1, 1, channels], `${prefix}se_reshape`);
  const options = { kernelSize: 1, padding: 'same' } as const;
  y = b.conv2d(y, { name: `${prefix}se_reduce`, filters, activation: 'swish', ...options });
  y = b.conv2d(y, { name: `${prefix}se_expand`, filters: channels, activation: 'sigmoid', ...options });
  return b.multiply(x, y, `${prefix}se_excite`);
}
