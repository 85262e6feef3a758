import { DTYPE, integers, type Values } from './graph-def.js';
import type { Known, Rewrite } from './simplified-graph.js';

const T = { T: { type: DTYPE.float32 } } as const;

/**
 * Folds batch normalization with fixed statistics into the preceding convolution, as a scaled filter and a bias. The
 * filter is a hundred times smaller than the convolution's output and, with frozen weights, constant. TensorFlow fuses
 * the bias and a following activation into the convolution.
 */
export const foldNormalization: Rewrite = ({ inputs, attributes, shape }, graph) => {
  const [x, scale, offset, mean, variance] = inputs;
  const convolution = graph.producer(x);
  const epsilon = attributes.epsilon as { float: number };
  if (!convolution || !isConvolution(convolution.operation)) return undefined;
  const small = graph.constant(float(epsilon.float));
  const root = graph.add('Rsqrt', [first(graph.add('AddV2', [variance, first(small)], T))], T);
  const factor = first(graph.add('Mul', [scale, first(root)], T));
  const [images, filter] = convolution.inputs;
  const scaled = graph.add('Mul', [filter, factorOfFilter(convolution.operation, filter, factor, graph)], T);
  const convolved = graph.add(convolution.operation, [images, first(scaled)], convolution.attributes);
  const shift = graph.add('Mul', [mean, factor], T);
  const bias = graph.add('Sub', [offset, first(shift)], T);
  return graph.add('BiasAdd', [first(convolved), first(bias)], { ...T, data_format: { text: 'NHWC' } }, shape);
};

const first = (node: string): string => `${node}:0`;

const isConvolution = (operation: string) => operation === 'Conv2D' || operation === 'DepthwiseConv2dNative';

const float = (value: number): Values => ({ dtype: DTYPE.float32, shape: [], values: Float32Array.of(value) });

/**
 * Returns a factor `[out]` in the shape of the filter's last axes: unchanged, or `[in, multiplier]` for a depthwise
 * filter `[height, width, in, multiplier]`.
 */
function factorOfFilter(operation: string, filter: string, factor: string, graph: Known): string {
  if (operation === 'Conv2D') return factor;
  const indices = { Index: { type: DTYPE.int32 } };
  const shape = graph.add('Shape', [filter], { ...T, out_type: { type: DTYPE.int32 } });
  const part = [shape, graph.constant(integers([2])), graph.constant(integers([2]))].map(first);
  const last = graph.add('Slice', part, { T: { type: DTYPE.int32 }, ...indices });
  return first(graph.add('Reshape', [factor, first(last)], { ...T, Tshape: { type: DTYPE.int32 } }));
}
