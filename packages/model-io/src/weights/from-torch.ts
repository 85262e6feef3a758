import type { tf } from '@expgraph/tensorflow/tfjs';
import { gather, rowMajorStrides } from './gather.js';
import { layerMissing, weightMissing, wrongShape } from './messages.js';
import type { LayerWeights, Weight } from './named-weights.js';
import { leafLayers } from './place-weights.js';

/** PyTorch's names of weights by Keras' names. */
const TORCH_NAMES: Readonly<Record<string, string>> = {
  kernel: 'weight',
  depthwise_kernel: 'weight',
  embeddings: 'weight',
  gamma: 'weight',
  beta: 'bias',
  moving_mean: 'running_mean',
  moving_variance: 'running_var',
};

/** Position in PyTorch of each kernel axis in Keras' order, by kind of layer. */
const TORCH_AXES: Readonly<Record<string, readonly number[]>> = {
  Dense: [1, 0],
  Conv1D: [2, 1, 0],
  Conv2D: [2, 3, 1, 0],
};

/**
 * Converts the weights of a PyTorch state dict to the names and layouts of a network's Keras layers: convolutions from
 * `[out, in, height, width]` to `[height, width, in, out]`, depthwise ones from `[channels * multiplier, 1, height,
 * width]` to `[height, width, channels, multiplier]`, dense layers from `[out, in]` to `[in, out]`. Recurrent layers
 * are not supported.
 * @param moduleOf Returns PyTorch's module name of a layer, for example `_blocks.0._bn1` for `block1a_bn`.
 * @param source Name of the file, for errors.
 * @example assignWeights(network, fromTorch(network, await readWeights(path), moduleOf, source), source)
 * @throws ExperimentError if a module or weight is missing or a shape differs.
 */
export function fromTorch(
  network: tf.LayersModel,
  weights: LayerWeights,
  moduleOf: (layer: string) => string,
  source: string,
): LayerWeights {
  const turned = new Map<string, ReadonlyMap<string, Weight>>();
  for (const layer of leafLayers(network)) {
    if (layer.weights.length === 0) continue;
    const module = moduleOf(layer.name);
    const found = weights.get(module);
    if (!found) throw layerMissing(source, module, [...weights.keys()]);
    const pairs = layer.weights.map((variable) => {
      const name = variable.originalName.split('/').at(-1) as string;
      const torchName = TORCH_NAMES[name] ?? name;
      const weight = found.get(torchName);
      if (!weight) throw weightMissing(source, module, torchName, [...found.keys()]);
      const { shape, view, axes } = layoutOf(layer.getClassName(), name, variable.shape as number[]);
      if (weight.shape.join() !== shape.join()) throw wrongShape(source, `${module}.${torchName}`, weight.shape, shape);
      return [name, transpose({ shape: view, values: weight.values }, axes)] as const;
    });
    turned.set(layer.name, new Map(pairs));
  }
  return turned;
}

/**
 * Returns the shape of a weight in PyTorch, that shape expanded to Keras' number of axes, and the source of each Keras
 * axis.
 */
function layoutOf(kind: string, name: string, keras: readonly number[]) {
  if (kind === 'DepthwiseConv2D' && name === 'depthwise_kernel') {
    const [height, width, channels, multiplier] = keras;
    const shape = [channels * multiplier, 1, height, width];
    return { shape, view: [channels, multiplier, height, width], axes: [2, 3, 0, 1] };
  }
  const axes = (name === 'kernel' && TORCH_AXES[kind]) || keras.map((_, axis) => axis);
  const shape: number[] = [];
  for (const [axis, there] of axes.entries()) shape[there] = keras[axis];
  return { shape, view: shape, axes };
}

function transpose({ shape, values }: Weight, axes: readonly number[]): Weight {
  if (axes.every((there, axis) => there === axis)) return { shape, values };
  const strides = rowMajorStrides(shape);
  const turned = axes.map((axis) => shape[axis]);
  return {
    shape: turned,
    values: gather(
      values,
      turned,
      axes.map((axis) => strides[axis]),
    ),
  };
}
