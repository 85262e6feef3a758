import { tf } from '../src/tfjs.js';

/**
 * Emulates cuDNN's recurrent cells on the CPU in double precision, as specified in NVIDIA's documentation
 * (cudnnRNNMode_t, cudnnGetRNNWeightParams), to test layers without a GPU. Gradients are finite differences.
 */
export function emulateCudnn({ swapGates = false } = {}): { stop(): void } {
  swapped = swapGates;
  const backendName = tf.getBackend();
  const kernels = { CudnnRecurrence: forward, CudnnRecurrenceGrad: backward };
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    tf.registerKernel({ kernelName, backendName, kernelFunc: kernel as never });
  }
  return {
    stop() {
      for (const name of Object.keys(kernels)) tf.unregisterKernel(name, backendName);
    },
  };
}

type Mode = 'rnn_relu' | 'rnn_tanh' | 'lstm' | 'gru';

interface Given {
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  readonly attrs: { readonly mode: Mode };
}

interface Numbers {
  readonly x: Float64Array;
  readonly state: Float64Array;
  readonly carry: Float64Array;
  readonly parameters: Float64Array;
}

interface Sizes {
  readonly batch: number;
  readonly time: number;
  readonly features: number;
  readonly units: number;
  readonly lengths: ArrayLike<number>;
  readonly mode: Mode;
}

/** Whether a GRU has its first two gates in Keras' order, which is wrong for cuDNN. */
let swapped = false;

const GATES = { rnn_relu: 1, rnn_tanh: 1, lstm: 4, gru: 3 };
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Reserved output for the gradient; the test checks only that it is passed on. */
const RESERVED = [11, 12];

function read({ inputs, attrs: { mode } }: Given): { numbers: Numbers; sizes: Sizes } {
  const { x, state, carry, parameters, lengths } = inputs;
  const [batch, time, features] = x.shape;
  const [, layers, units] = state.shape;
  const width = GATES[mode] * units;
  if (layers !== 1 || state.shape[0] !== batch) throw new Error(`state has the shape ${state.shape}`);
  if (parameters.shape.join() !== `${width * (features + units + 2)}`) throw new Error(`${parameters.size} parameters`);
  if (lengths.dtype !== 'int32' || lengths.shape.join() !== `${batch}`) throw new Error('lengths are not int32[batch]');
  const counts = lengths.dataSync();
  if ([...counts].some((count) => count < 1 || count > time)) throw new Error(`lengths are ${counts}`);
  const doubles = (tensor: tf.Tensor) => Float64Array.from(tensor.dataSync());
  const numbers = { x: doubles(x), state: doubles(state), carry: doubles(carry), parameters: doubles(parameters) };
  return { numbers, sizes: { batch, time, features, units, lengths: counts, mode } };
}

function forward(given: Given): tf.TensorInfo[] {
  const { numbers, sizes } = read(given);
  const { batch, time, units, mode } = sizes;
  const { y, last, lastCarry } = compute(numbers, sizes);
  const states = [batch, 1, units];
  return [
    tf.tensor(Float32Array.from(y), [batch, time, units]),
    tf.tensor(Float32Array.from(last), states),
    mode === 'lstm' ? tf.tensor(Float32Array.from(lastCarry), states) : tf.scalar(0),
    ...RESERVED.map((value) => tf.scalar(value)),
  ];
}

function backward(given: Given): tf.TensorInfo[] {
  const { numbers, sizes } = read(given);
  const { inputs } = given;
  const reserved = [inputs.reserved, inputs.reservedOnHost].map((tensor) => tensor.dataSync()[0]);
  if (reserved.join() !== RESERVED.join()) throw new Error('the reserved output was not passed on');
  const [dy, dlast, dlastCarry] = [inputs.dy, inputs.dlast, inputs.dlastCarry].map((tensor) => tensor.dataSync());
  const loss = () => {
    const { y, last, lastCarry } = compute(numbers, sizes);
    const dot = (a: ArrayLike<number>, b: Float64Array) => b.reduce((sum, value, index) => sum + value * a[index], 0);
    return dot(dy, y) + dot(dlast, last) + (sizes.mode === 'lstm' ? dot(dlastCarry, lastCarry) : 0);
  };
  return (['x', 'state', 'carry', 'parameters'] as const).map((name) =>
    tf.tensor(differences(numbers[name], loss), inputs[name].shape),
  );
}

/** Returns the gradient of a loss as finite differences. */
function differences(values: Float64Array, loss: () => number): Float32Array {
  const step = 1e-5;
  return Float32Array.from(values, (value, index) => {
    const [below, above] = [-step, step].map((change) => {
      values[index] = value + change;
      return loss();
    });
    values[index] = value;
    return (above - below) / (2 * step);
  });
}

function compute(numbers: Numbers, sizes: Sizes) {
  const { batch, time, units, lengths } = sizes;
  const y = new Float64Array(batch * time * units);
  const last = numbers.state.slice();
  const lastCarry = sizes.mode === 'lstm' ? numbers.carry.slice() : new Float64Array(batch * units);
  for (let row = 0; row < batch; row += 1) {
    const [state, carry] = [last, lastCarry].map((values) => values.subarray(row * units, (row + 1) * units));
    for (let step = 0; step < lengths[row]; step += 1) {
      advance(numbers, sizes, row * time + step, state, carry);
      y.set(state, (row * time + step) * units);
    }
  }
  return { y, last, lastCarry };
}

/** Computes one timestep of one example in place. */
function advance(
  { x, parameters }: Numbers,
  { features, units, mode }: Sizes,
  place: number,
  state: Float64Array,
  carry: Float64Array,
): void {
  const gates = GATES[mode];
  const before = state.slice();
  const recurrent = gates * units * features;
  const biases = recurrent + gates * units * units;
  const ofInput = (gate: number, unit: number) => {
    let sum = parameters[biases + gate * units + unit];
    for (let at = 0; at < features; at += 1) {
      sum += parameters[(gate * units + unit) * features + at] * x[place * features + at];
    }
    return sum;
  };
  const ofState = (gate: number, unit: number) => {
    let sum = parameters[biases + (gates + gate) * units + unit];
    for (let at = 0; at < units; at += 1)
      sum += parameters[recurrent + (gate * units + unit) * units + at] * before[at];
    return sum;
  };
  const both = (gate: number, unit: number) => ofInput(gate, unit) + ofState(gate, unit);
  for (let unit = 0; unit < units; unit += 1) {
    if (mode === 'lstm') {
      const [input, forget, output] = [both(0, unit), both(1, unit), both(3, unit)].map(sigmoid);
      carry[unit] = forget * carry[unit] + input * Math.tanh(both(2, unit));
      state[unit] = output * Math.tanh(carry[unit]);
    } else if (mode === 'gru') {
      const [first, second] = [both(0, unit), both(1, unit)].map(sigmoid);
      const [reset, update] = swapped ? [second, first] : [first, second];
      const candidate = Math.tanh(ofInput(2, unit) + reset * ofState(2, unit));
      state[unit] = (1 - update) * candidate + update * before[unit];
    } else state[unit] = mode === 'rnn_tanh' ? Math.tanh(both(0, unit)) : Math.max(both(0, unit), 0);
  }
}
