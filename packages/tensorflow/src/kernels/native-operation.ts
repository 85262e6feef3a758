import type { Binding, NativeTensor } from '@expgraph/native/addons';
import { tf } from '../tfjs.js';

/** The parts of tfjs-node's backend that expgraph uses. */
export interface NativeBackend extends tf.KernelBackend {
  binding: Binding;
  /** Returns the value of TensorFlow's DataType enum. */
  getDTypeInteger(dtype: string): number;
  getInputTensorIds(tensors: readonly tf.TensorInfo[]): number[];
  createOutputTensor(output: NativeTensor): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly tf.TensorInfo[],
    outputs: number,
  ): tf.Tensor[];
}

/** An operation attribute in the addon's format. */
export interface NativeAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

type NativeType = 'float32' | 'int32' | 'bool' | 'string' | 'complex64';

/** Attributes of an operation by name, grouped by kind. */
export interface Attributes {
  readonly types?: Readonly<Record<string, NativeType>>;
  readonly ints?: Readonly<Record<string, number | readonly number[]>>;
  readonly floats?: Readonly<Record<string, number>>;
  readonly bools?: Readonly<Record<string, boolean>>;
  readonly strings?: Readonly<Record<string, string>>;
}

export const isNative = (): boolean => tf.getBackend() === 'tensorflow';

export const nativeBackend = (): NativeBackend => tf.backend() as NativeBackend;

/** Runs a TensorFlow operation by name. Inputs and attributes are as in TensorFlow's documentation. */
export function operate(
  name: string,
  inputs: readonly tf.TensorInfo[],
  attributes: Attributes,
  outputs = 1,
): tf.Tensor[] {
  const backend = nativeBackend();
  return backend.executeMultipleOutputs(name, nativeAttributes(backend, attributes), inputs, outputs);
}

/**
 * Runs an operation like `operate`, with outputs of data types that tfjs does not support. These can be passed to other
 * operations but not read.
 */
export function executeWithHidden(
  name: string,
  inputs: readonly tf.TensorInfo[],
  attributes: Attributes,
  outputs: number,
): tf.Tensor[] {
  const backend = nativeBackend();
  const { binding } = backend;
  const ids = backend.getInputTensorIds(inputs);
  const made = binding.executeOp(name, nativeAttributes(backend, attributes), ids, outputs);
  const known = [binding.TF_FLOAT, binding.TF_INT32, binding.TF_BOOL];
  return made.map((output) =>
    backend.createOutputTensor(known.includes(output.dtype) ? output : { ...output, dtype: binding.TF_INT32 }),
  );
}

function nativeAttributes(backend: NativeBackend, attributes: Attributes): NativeAttribute[] {
  const { binding } = backend;
  const { types = {}, ints = {}, floats = {}, bools = {}, strings = {} } = attributes;
  const numbers = Object.entries(types).map(([name, type]) => [name, backend.getDTypeInteger(type)]);
  const of = (type: number, entries: object) => Object.entries(entries).map(([name, value]) => ({ name, type, value }));
  return [
    ...of(binding.TF_ATTR_TYPE, Object.fromEntries(numbers)),
    ...of(binding.TF_ATTR_INT, ints),
    ...of(binding.TF_ATTR_FLOAT, floats),
    ...of(binding.TF_ATTR_BOOL, bools),
    ...of(binding.TF_ATTR_STRING, strings),
  ];
}

type Kernel = (inputs: Record<string, tf.Tensor>, attributes: Record<string, unknown>) => tf.Tensor | tf.Tensor[];

/** Registers a kernel of the native backend, replacing that of tfjs-node if there is one. */
export function registerNativeKernel(kernelName: string, kernel: Kernel): void {
  if (tf.getKernel(kernelName, 'tensorflow')) tf.unregisterKernel(kernelName, 'tensorflow');
  tf.registerKernel({
    kernelName,
    backendName: 'tensorflow',
    kernelFunc({ inputs, attrs }) {
      const outputs = kernel(inputs as Record<string, tf.Tensor>, attrs ?? {});
      return Array.isArray(outputs) && outputs.length === 1 ? outputs[0] : outputs;
    },
  });
}

/** Registers a gradient for all backends, replacing that of tfjs if there is one. */
export function registerGradientInstead(config: tf.GradConfig): void {
  if (tf.getGradient(config.kernelName)) tf.unregisterGradient(config.kernelName);
  tf.registerGradient(config);
}

/** Runs a kernel registered with `registerNativeKernel`. */
export function runKernel<Result extends tf.Tensor | tf.Tensor[] = tf.Tensor>(
  name: string,
  inputs: Record<string, tf.Tensor>,
  attributes: Record<string, unknown> = {},
): Result {
  return tf.engine().runKernel(name, inputs as tf.NamedTensorMap, attributes as never) as Result;
}
