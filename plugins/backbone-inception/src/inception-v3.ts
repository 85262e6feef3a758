import {
  type Architecture,
  type Blueprint,
  classify,
  type Features,
  kerasVariant,
  kerasWeights,
  pool,
} from '@expgraph/model-io/backbones';

/** MD5 of Keras' files with and without the top. */
const CHECKSUMS = ['9a0d58056eeedaa3f26cb7ebd46da564', 'bcbd6486424b2319ff4ef7d526e38f63'] as const;

/** Inception V3 (Szegedy et al., 2015, arXiv:1512.00567): blocks of parallel convolutions of several sizes. */
export const inceptionV3: Architecture = {
  name: 'inception-v3',
  description: 'Inception V3, with parallel convolutions of several sizes (Szegedy et al., 2015, arXiv:1512.00567).',
  range: '-1..1',
  inputSize: [299, 299],
  minimumSize: 75,
  weights: kerasWeights(
    'tensorflow/keras-applications/inception_v3/inception_v3_weights_tf_dim_ordering_tf_kernels',
    CHECKSUMS,
  ),
  variant: kerasVariant,
  build(b, config) {
    const layers = new Inception(b);
    let x = layers.stem(b.input);
    for (const [index, filters] of [32, 64, 64].entries()) x = layers.small(x, filters, `mixed${index}`);
    x = layers.reduceSmall(x, 'mixed3');
    for (const [index, filters] of [128, 160, 160, 192].entries()) x = layers.long(x, filters, `mixed${index + 4}`);
    x = layers.reduceLong(x, 'mixed8');
    for (const index of [0, 1]) x = layers.wide(x, index);
    return config.includeTop ? classify(b, x, config, 'avg_pool') : pool(b, x, config);
  },
};

/**
 * Blocks of table 1 of the paper. Kernel sizes are `[height, width]`. Layers are created in Keras' order, which
 * determines their names.
 */
class Inception {
  constructor(private readonly b: Blueprint) {}

  stem(input: Features): Features {
    let x = this.convolve(input, 32, [3, 3], 2, 'valid');
    x = this.convolve(x, 32, [3, 3], 1, 'valid');
    x = this.convolve(x, 64, [3, 3]);
    x = this.b.maxPooling2d(x, { poolSize: 3, strides: 2 });
    x = this.convolve(x, 80, [1, 1], 1, 'valid');
    x = this.convolve(x, 192, [3, 3], 1, 'valid');
    return this.b.maxPooling2d(x, { poolSize: 3, strides: 2 });
  }

  /** Branches of 1x1, 5x5 and two 3x3 convolutions: figure 5. */
  small(x: Features, poolFilters: number, name: string): Features {
    const one = this.convolve(x, 64, [1, 1]);
    const five = this.convolve(this.convolve(x, 48, [1, 1]), 64, [5, 5]);
    let double = this.convolve(this.convolve(x, 64, [1, 1]), 96, [3, 3]);
    double = this.convolve(double, 96, [3, 3]);
    return this.b.concatenate([one, five, double, this.pooled(x, poolFilters)], name);
  }

  reduceSmall(x: Features, name: string): Features {
    const three = this.convolve(x, 384, [3, 3], 2, 'valid');
    let double = this.convolve(this.convolve(x, 64, [1, 1]), 96, [3, 3]);
    double = this.convolve(double, 96, [3, 3], 2, 'valid');
    const pooled = this.b.maxPooling2d(x, { poolSize: 3, strides: 2 });
    return this.b.concatenate([three, double, pooled], name);
  }

  /** Branches of one and two 7x7 convolutions, factorized into 1x7 and 7x1: figure 6. */
  long(x: Features, filters: number, name: string): Features {
    const one = this.convolve(x, 192, [1, 1]);
    let seven = this.convolve(this.convolve(x, filters, [1, 1]), filters, [1, 7]);
    seven = this.convolve(seven, 192, [7, 1]);
    let double = this.convolve(this.convolve(x, filters, [1, 1]), filters, [7, 1]);
    double = this.convolve(double, filters, [1, 7]);
    double = this.convolve(double, filters, [7, 1]);
    double = this.convolve(double, 192, [1, 7]);
    return this.b.concatenate([one, seven, double, this.pooled(x, 192)], name);
  }

  reduceLong(x: Features, name: string): Features {
    const three = this.convolve(this.convolve(x, 192, [1, 1]), 320, [3, 3], 2, 'valid');
    let seven = this.convolve(this.convolve(x, 192, [1, 1]), 192, [1, 7]);
    seven = this.convolve(seven, 192, [7, 1]);
    seven = this.convolve(seven, 192, [3, 3], 2, 'valid');
    const pooled = this.b.maxPooling2d(x, { poolSize: 3, strides: 2 });
    return this.b.concatenate([three, seven, pooled], name);
  }

  /** Branches of 3x3 convolutions, split into parallel 1x3 and 3x1: figure 7. */
  wide(x: Features, index: number): Features {
    const one = this.convolve(x, 320, [1, 1]);
    const three = this.convolve(x, 384, [1, 1]);
    const split = this.split(three, `mixed9_${index}`);
    const double = this.split(this.convolve(this.convolve(x, 448, [1, 1]), 384, [3, 3]));
    return this.b.concatenate([one, split, double, this.pooled(x, 192)], `mixed${9 + index}`);
  }

  private split(x: Features, name?: string): Features {
    const flat = this.convolve(x, 384, [1, 3]);
    return this.b.concatenate([flat, this.convolve(x, 384, [3, 1])], name);
  }

  private pooled(x: Features, filters: number): Features {
    const mean = this.b.averagePooling2d(x, { poolSize: 3, strides: 1, padding: 'same' });
    return this.convolve(mean, filters, [1, 1]);
  }

  private convolve(
    x: Features,
    filters: number,
    kernelSize: readonly [number, number],
    strides: 1 | 2 = 1,
    padding: 'same' | 'valid' = 'same',
  ): Features {
    const y = this.b.conv2d(x, { filters, kernelSize, strides, padding, useBias: false });
    return this.b.activation(this.b.batchNormalization(y, { scale: false }), 'relu');
  }
}
