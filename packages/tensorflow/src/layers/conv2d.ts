import { tf } from '../tfjs.js';

type StockArguments = Parameters<typeof tf.layers.conv2d>[0];
type Arguments = StockArguments & {
  /**
   * Number of groups of channels that are convolved separately; default 1. Must divide the channels and the filters.
   */
  readonly groups?: number;
};

/** The members of tfjs' layer, whose class is not exported, that this file uses. */
interface Convolution extends tf.layers.Layer {
  readonly filters: number;
  readonly strides: [number, number];
  readonly padding: 'same' | 'valid';
  readonly dataFormat: 'channelsFirst' | 'channelsLast';
  readonly dilationRate: [number, number];
  readonly kernel: tf.LayerVariable;
  readonly bias: tf.LayerVariable | null;
  readonly activation: { apply(x: tf.Tensor): tf.Tensor };
  inputSpec: { ndim: number; axes: Record<number, number> }[];
}

const Stock = tf.layers.conv2d({ filters: 1, kernelSize: 1 }).constructor as unknown as new (
  options: Arguments,
) => Convolution;

const STOCK_NAME = 'Conv2D';
const GROUPED_NAME = 'GroupedConv2D';

/**
 * Convolution with Keras' `groups` (Xie et al., 2017, ResNeXt, arXiv:1611.05431), which tfjs ignores. The kernel is
 * `float32[height, width, channels / groups, filters]` as in Keras. With groups, the class name is unknown to plain
 * tfjs; without, saved models load in plain tfjs.
 */
class Conv2D extends Stock {
  /** @nocollapse */
  static readonly className: string = STOCK_NAME;
  private readonly groups: number;

  constructor(options: Arguments) {
    super(options);
    this.groups = options.groups ?? 1;
    if (this.filters % this.groups !== 0) {
      throw new Error(`conv2d: ${this.filters} filters cannot be divided into ${this.groups} groups.`);
    }
  }

  override getClassName(): string {
    return this.groups === 1 ? STOCK_NAME : GROUPED_NAME;
  }

  override build(inputShape: tf.Shape): void {
    const { groups } = this;
    const axis = this.dataFormat === 'channelsFirst' ? 1 : 3;
    const channels = inputShape[axis];
    if (channels !== null && channels % groups !== 0) {
      throw new Error(`conv2d: ${channels} channels cannot be divided into ${groups} groups.`);
    }
    // Builds the kernel for the channels of one group.
    super.build(inputShape.map((size, index) => (index === axis && size !== null ? size / groups : size)));
    if (channels !== null) this.inputSpec = [{ ndim: 4, axes: { [axis]: channels } }];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: Record<string, unknown>): tf.Tensor {
    if (this.groups === 1) return super.call(inputs, options) as tf.Tensor;
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    return tf.tidy(() => {
      const first = this.dataFormat === 'channelsFirst';
      const y = this.convolve((first ? tf.transpose(x, [0, 2, 3, 1]) : x) as tf.Tensor4D);
      return first ? tf.transpose(y, [0, 3, 1, 2]) : y;
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return this.groups === 1 ? super.getConfig() : { ...super.getConfig(), groups: this.groups };
  }

  private convolve(x: tf.Tensor4D): tf.Tensor {
    const { groups, strides, padding, dilationRate, bias } = this;
    const kernels = tf.split<tf.Tensor4D>(this.kernel.read() as tf.Tensor4D, groups, 3);
    const parts = tf.split<tf.Tensor4D>(x, groups, 3);
    const y = tf.concat(
      parts.map((part, group) => tf.conv2d(part, kernels[group], strides, padding, 'NHWC', dilationRate)),
      3,
    );
    return this.activation.apply(bias ? tf.add(y, bias.read()) : y);
  }
}

class GroupedConv2D extends Conv2D {
  /** @nocollapse */
  static override readonly className = GROUPED_NAME;
}

for (const registered of [Conv2D, GroupedConv2D]) tf.serialization.registerClass(registered as never);

/** Returns the layer. Takes Keras' arguments; the kernel initializer is Glorot uniform (Glorot and Bengio, 2010). */
export const conv2d = (options: Arguments): tf.layers.Layer =>
  new Conv2D({ kernelInitializer: 'glorotUniform', ...options });
