import { ExpansionBudget } from '@expgraph/data/formats';
import { FlatTable } from './flat-table.js';
import { readHalfFloats } from './half-floats.js';
import { AT, notTflite, quantized } from './messages.js';
import type { Weight } from './named-weights.js';

/** A convolution of a TensorFlow Lite model with its batch normalization folded in. */
export interface TfliteConvolution {
  readonly kind: 'Conv2D' | 'DepthwiseConv2D';
  /** Name of its output tensor. */
  readonly name: string;
  /** In Keras' layout: `[height, width, in, out]`, or `[height, width, channels, 1]` if depthwise. */
  readonly kernel: Weight;
  /** Zeros if the convolution has no bias. */
  readonly bias: Weight;
}

const OPERATORS: Readonly<Record<number, TfliteConvolution['kind']>> = { 3: 'Conv2D', 4: 'DepthwiseConv2D' };
const DEQUANTIZE = 6;

/** Decoders of supported weight types by type number. */
const FLOATS: Readonly<Record<number, (data: Uint8Array) => Float32Array>> = { 0: float32, 1: readHalfFloats };
const TYPE_NAMES: Readonly<Record<number, string>> = { 2: 'int32', 3: 'uint8', 7: 'int16', 9: 'int8', 17: 'int4' };

/**
 * Reads the convolutions of a `.tflite` file in execution order. Weights are float32 or float16.
 * @param source Name of the file, for errors.
 * @throws ExperimentError if the file is damaged, in another format, or quantized to integers.
 */
export function readTfliteConvolutions(
  bytes: Uint8Array,
  source: string,
  budget = ExpansionBudget.ofMemory(source, bytes.length, { at: AT }),
): TfliteConvolution[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8 || Buffer.from(bytes.subarray(4, 8)).toString('latin1') !== 'TFL3') {
    throw notTflite(source, 'it does not begin with the identifier TFL3');
  }
  try {
    return [...convolutions(FlatTable.root(view, budget), source)];
  } catch (error) {
    if (error instanceof RangeError) throw notTflite(source, 'it is truncated or damaged');
    throw error;
  }
}

function* convolutions(model: FlatTable, source: string): Generator<TfliteConvolution> {
  const [graph] = model.tables(2);
  if (!graph) throw new RangeError('no graph');
  const codes = model.tables(1).map((code) => Math.max(code.byte(0), code.integer(3)));
  const buffers = model.tables(4);
  const tensors = graph.tables(0);
  const operators = graph.tables(3).map((operator) => ({
    code: codes[operator.integer(0)],
    inputs: operator.integers(1),
    outputs: operator.integers(2),
  }));
  // Half-precision weights are inputs of a DEQUANTIZE operator.
  const widened = new Map(
    operators.filter(({ code }) => code === DEQUANTIZE).map(({ inputs, outputs }) => [outputs[0], inputs[0]]),
  );
  const weight = (index: number) => readWeight(tensors[widened.get(index) ?? index], buffers, source);
  for (const { code, inputs, outputs } of operators) {
    const kind = OPERATORS[code];
    if (!kind) continue;
    const stored = weight(inputs[1]);
    if (stored.shape.length !== 4) throw new RangeError(`a kernel has ${stored.shape.length} dimensions`);
    const kernel = kind === 'Conv2D' ? outputsLast(stored) : channelsThird(stored);
    const filters = kind === 'Conv2D' ? kernel.shape[3] : kernel.shape[2];
    const hasBias = inputs.length > 2 && inputs[2] !== -1;
    const bias = hasBias ? weight(inputs[2]) : { shape: [filters], values: new Float32Array(filters) };
    yield { kind, name: tensors[outputs[0]]?.string(3) ?? '', kernel, bias };
  }
}

function readWeight(tensor: FlatTable | undefined, buffers: readonly FlatTable[], source: string): Weight {
  const data = tensor && buffers[tensor.integer(2)]?.bytes(0);
  if (!tensor || !data) throw new RangeError('a tensor is missing');
  const shape = tensor.integers(0);
  const type = tensor.byte(1);
  const read = FLOATS[type];
  if (!read) throw quantized(source, tensor.string(3), TYPE_NAMES[type] ?? `type ${type}`);
  const values = read(data);
  const size = shape.reduce((product, length) => product * length, 1);
  if (values.length !== size) throw new RangeError(`a weight has ${values.length} values, expected ${size}`);
  return { shape, values };
}

function float32(data: Uint8Array): Float32Array {
  return new Float32Array(Uint8Array.from(data).buffer);
}

/** Transposes `[out, height, width, in]` to `[height, width, in, out]`. */
function outputsLast({ shape, values }: Weight): Weight {
  const [outputs, height, width, inputs] = shape;
  const inner = height * width * inputs;
  const turned = new Float32Array(values.length);
  for (let output = 0; output < outputs; output += 1) {
    for (let index = 0; index < inner; index += 1) turned[index * outputs + output] = values[output * inner + index];
  }
  return { shape: [height, width, inputs, outputs], values: turned };
}

/** Reshapes `[1, height, width, channels]` to `[height, width, channels, 1]` without moving values. */
const channelsThird = ({ shape: [, height, width, channels], values }: Weight): Weight => ({
  shape: [height, width, channels, 1],
  values,
});
