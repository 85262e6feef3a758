import { layerOrder } from './layer-order.js';
import type { LayerKind, LayerPlan } from './layer-plan.js';

/** Output of a layer in a blueprint. */
export interface Features {
  /** Name of the layer. */
  readonly layer: string;
  /** `[height, width, channels]` or `[features]`, without the batch axis. */
  readonly shape: readonly number[];
}

type Size = number | readonly [number, number];
type Padding = 'valid' | 'same';
type ActivationName = 'relu' | 'sigmoid' | 'softmax' | 'swish' | 'linear' | 'hardSwish' | 'hardSigmoid';

interface Named {
  /** Defaults to Keras' numbered names: `conv2d`, `conv2d_1`. */
  readonly name?: string;
}
interface WindowOptions extends Named {
  readonly strides?: Size;
  readonly padding?: Padding;
}
interface WeightOptions {
  readonly useBias?: boolean;
  readonly activation?: ActivationName;
}
export interface Conv2dOptions extends WindowOptions, WeightOptions {
  readonly filters: number;
  readonly kernelSize: Size;
}
export interface DepthwiseConv2dOptions extends WindowOptions, WeightOptions {
  readonly kernelSize: Size;
}
export interface PoolingOptions extends WindowOptions {
  readonly poolSize: Size;
}
export interface BatchNormalizationOptions extends Named {
  readonly epsilon?: number;
  readonly momentum?: number;
  readonly scale?: boolean;
}

interface NormalizationOptions extends Named {
  readonly mean?: readonly number[];
  readonly variance?: readonly number[];
}

/**
 * Plan of a network: its layers with names, shapes and parameter counts, without TensorFlow.js. Architectures are
 * functions that write a blueprint; `buildNetwork` builds the network. Options have the names and meanings of Keras.
 */
export class Blueprint {
  readonly input: Features;
  private readonly plans = new Map<string, LayerPlan>();
  private readonly counts = new Map<string, number>();

  /** @param inputSize `[height, width]` in pixels. Images have three channels. */
  constructor(readonly inputSize: readonly [number, number]) {
    this.input = this.add('InputLayer', 'input', [], {}, [...inputSize, 3]);
  }

  /** Returns the layers that an output depends on, in the order of `network.layers`. */
  layersTo({ layer }: Features): LayerPlan[] {
    return layerOrder(this.plans, layer);
  }

  conv2d(x: Features, options: Conv2dOptions): Features {
    const { name, filters, useBias = true } = options;
    const channels = channelsOf(x);
    const [height, width] = pair(options.kernelSize);
    const weights = height * width * channels * filters + (useBias ? filters : 0);
    return this.add('Conv2D', name, [x], options, [...windows(x, options.kernelSize, options), filters], weights);
  }

  depthwiseConv2d(x: Features, options: DepthwiseConv2dOptions): Features {
    const { name, useBias = true } = options;
    const channels = channelsOf(x);
    const [height, width] = pair(options.kernelSize);
    const weights = height * width * channels + (useBias ? channels : 0);
    const shape = [...windows(x, options.kernelSize, options), channels];
    return this.add('DepthwiseConv2D', name, [x], options, shape, weights);
  }

  batchNormalization(x: Features, options: BatchNormalizationOptions = {}): Features {
    const weights = (options.scale === false ? 3 : 4) * channelsOf(x);
    return this.add('BatchNormalization', options.name, [x], options, x.shape, weights);
  }

  activation(x: Features, activation: ActivationName, name?: string): Features {
    return this.add('Activation', name, [x], { activation }, x.shape);
  }

  reLU(x: Features, options: Named & { readonly maxValue?: number } = {}): Features {
    return this.add('ReLU', options.name, [x], options, x.shape);
  }

  /** Pads with zeros: rows at the top and bottom, columns at the left and right. */
  zeroPadding2d(x: Features, [[top, bottom], [left, right]]: Padding2d, name?: string): Features {
    const [height, width, channels] = x.shape;
    const padding = [
      [top, bottom],
      [left, right],
    ];
    const shape = [height + top + bottom, width + left + right, channels];
    return this.add('ZeroPadding2D', name, [x], { padding }, shape);
  }

  /**
   * Pads for a filter with stride 2 and `valid` padding as the original implementations do: an axis of even length gets
   * one zero less before it than after it.
   */
  padForStride2(x: Features, kernelSize: number, name?: string): Features {
    const after = Math.floor(kernelSize / 2);
    const side = (length: number) => [length % 2 === 0 ? after - 1 : after, after] as const;
    return this.zeroPadding2d(x, [side(x.shape[0]), side(x.shape[1])], name);
  }

  maxPooling2d(x: Features, options: PoolingOptions): Features {
    return this.pooling('MaxPooling2D', x, options);
  }

  averagePooling2d(x: Features, options: PoolingOptions): Features {
    return this.pooling('AveragePooling2D', x, options);
  }

  globalAveragePooling2d(x: Features, options: Named & { readonly keepDims?: boolean } = {}): Features {
    const shape = options.keepDims ? [1, 1, channelsOf(x)] : [channelsOf(x)];
    return this.add('GlobalAveragePooling2D', options.name, [x], options, shape);
  }

  globalMaxPooling2d(x: Features, options: Named = {}): Features {
    return this.add('GlobalMaxPooling2D', options.name, [x], options, [channelsOf(x)]);
  }

  sum(a: Features, b: Features, name?: string): Features {
    return this.add('Add', name, [a, b], {}, a.shape);
  }

  /** Multiplies feature maps element-wise. If one of them is `[1, 1, channels]`, it scales each channel. */
  multiply(x: Features, y: Features, name?: string): Features {
    const shape = x.shape.map((size, axis) => Math.max(size, y.shape[axis]));
    return this.add('Multiply', name, [x, y], {}, shape);
  }

  /** Concatenates feature maps along the channels. */
  concatenate(all: readonly Features[], name?: string): Features {
    const channels = all.reduce((sum, x) => sum + channelsOf(x), 0);
    return this.add('Concatenate', name, all, {}, [...all[0].shape.slice(0, -1), channels]);
  }

  rescaling(x: Features, options: Named & { readonly scale: number; readonly offset?: number }): Features {
    return this.add('Rescaling', options.name, [x], options, x.shape);
  }

  /**
   * Subtracts a mean per channel and divides by the square root of a variance. Both are given, or weights initialized
   * to 0 and 1.
   */
  normalization(x: Features, options: NormalizationOptions = {}): Features {
    // Besides mean and variance, Keras stores the number of examples.
    const weights = options.mean ? 0 : 2 * channelsOf(x) + 1;
    return this.add('Normalization', options.name, [x], options, x.shape, weights);
  }

  dropout(
    x: Features,
    options: Named & { readonly rate: number; readonly noiseShape?: readonly (number | null)[] },
  ): Features {
    return this.add('Dropout', options.name, [x], options, x.shape);
  }

  dense(x: Features, options: Named & WeightOptions & { readonly units: number }): Features {
    const { units, useBias = true } = options;
    const weights = channelsOf(x) * units + (useBias ? units : 0);
    return this.add('Dense', options.name, [x], options, [...x.shape.slice(0, -1), units], weights);
  }

  flatten(x: Features, name?: string): Features {
    return this.add('Flatten', name, [x], {}, [x.shape.reduce((size, length) => size * length, 1)]);
  }

  reshape(x: Features, targetShape: readonly number[], name?: string): Features {
    return this.add('Reshape', name, [x], { targetShape }, targetShape);
  }

  /** Returns the name of the next layer of a kind without an explicit name. */
  counted(kind: LayerKind): string {
    const base = SNAKE_CASE[kind] ?? kind.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
    const count = this.counts.get(base) ?? 0;
    this.counts.set(base, count + 1);
    return count === 0 ? base : `${base}_${count}`;
  }

  private pooling(kind: LayerKind, x: Features, options: PoolingOptions): Features {
    const strided = { strides: options.poolSize, ...options };
    return this.add(kind, options.name, [x], strided, [...windows(x, options.poolSize, strided), channelsOf(x)]);
  }

  private add(
    kind: LayerKind,
    name: string | undefined,
    inputs: readonly Features[],
    options: object,
    shape: readonly number[],
    parameters = 0,
  ): Features {
    const layer = name ?? this.counted(kind);
    if (this.plans.has(layer)) throw new Error(`Two layers are named ${layer}.`);
    this.plans.set(layer, {
      kind,
      name: layer,
      shape,
      parameters,
      options: { ...options, name: layer },
      inputs: inputs.map((input) => input.layer),
    });
    return { layer, shape };
  }
}

type Padding2d = readonly [readonly [number, number], readonly [number, number]];

/** Keras' default names of layers with these classes. */
const SNAKE_CASE: Partial<Record<LayerKind, string>> = {
  AveragePooling2D: 'average_pooling2d',
  Conv2D: 'conv2d',
  DepthwiseConv2D: 'depthwise_conv2d',
  GlobalAveragePooling2D: 'global_average_pooling2d',
  GlobalMaxPooling2D: 'global_max_pooling2d',
  MaxPooling2D: 'max_pooling2d',
  ReLU: 're_lu',
  ZeroPadding2D: 'zero_padding2d',
};

const pair = (size: Size): readonly [number, number] => (typeof size === 'number' ? [size, size] : size);

const channelsOf = ({ shape }: Features) => shape[shape.length - 1];

/** Returns the output `[height, width]` of a sliding window. */
function windows({ shape }: Features, size: Size, { strides = 1, padding = 'valid' }: WindowOptions): number[] {
  const [window, steps] = [pair(size), pair(strides)];
  return [0, 1].map((axis) =>
    Math.ceil((padding === 'same' ? shape[axis] : shape[axis] - window[axis] + 1) / steps[axis]),
  );
}
