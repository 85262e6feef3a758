import { DTYPE } from './graph-def.js';
import type { AddedNode, Known, Rewrite } from './simplified-graph.js';

/**
 * Replaces zero padding and a convolution with a constant filter by one convolution with `same` padding, if both pad
 * equally, so that the padded image is not written. Keras' backbones pad like this before strided convolutions.
 */
export const foldPadding: Rewrite = ({ operation, inputs, attributes, shape }, graph) => {
  const [padded, filter] = inputs;
  const size = graph.valuesOf(filter)?.shape;
  const { padding, strides, dilations } = attributes as unknown as Convolution;
  if (!size || padding.text !== 'VALID' || dilations?.ints.some((rate) => rate !== 1)) return undefined;
  const around = zerosAround(graph.producer(padded), graph);
  if (!around) return undefined;
  const [height, width] = [1, 2].map((axis) => same(around.shape[axis], size[axis - 1], strides.ints[axis]));
  if ([0, 0, ...height, ...width, 0, 0].join() !== around.zeros.join()) return undefined;
  return graph.add(operation, [around.image, ...inputs.slice(1)], { ...attributes, padding: { text: 'SAME' } }, shape);
};

interface Convolution {
  readonly padding: { readonly text: string };
  /** `[batch, height, width, channels]`. */
  readonly strides: { readonly ints: readonly number[] };
  readonly dilations?: { readonly ints: readonly number[] };
}

interface Padded {
  readonly image: string;
  /** Shape of the image. */
  readonly shape: readonly number[];
  /** Number of zeros before and after each axis. */
  readonly zeros: readonly number[];
}

/** Returns the input and padding of a node that pads `[batch, height, width, channels]` with zeros. */
function zerosAround(node: AddedNode | undefined, graph: Known): Padded | undefined {
  if (node?.operation !== 'PadV2' || node.shape?.length !== 4) return undefined;
  const [image, paddings, value] = node.inputs;
  const [rows, filled] = [graph.valuesOf(paddings), graph.valuesOf(value)];
  if (rows?.dtype !== DTYPE.int32 || filled?.values[0] !== 0) return undefined;
  const zeros = Array.from(rows.values);
  return { image, zeros, shape: node.shape.map((length, axis) => length - zeros[2 * axis] - zeros[2 * axis + 1]) };
}

/** Returns the number of zeros that `same` padding adds before and after an axis. */
function same(length: number, kernel: number, stride: number): [number, number] {
  const total = Math.max((Math.ceil(length / stride) - 1) * stride + kernel - length, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}
