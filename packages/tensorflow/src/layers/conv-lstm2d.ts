import { tf } from '../tfjs.js';
import { type CallOptions, callRecurrent, type RecurrentLayer } from './call-recurrent.js';
import { freezable } from './freezable.js';
import type { RecurrentCell } from './recurrent-cell.js';
import { runStepByStep } from './run-step-by-step.js';
import { dropoutMask } from './seeded-dropout.js';
import { stateful } from './stateful.js';

type Arguments = Parameters<typeof tf.layers.convLstm2d>[0];

/** The members of tfjs' cell that this file uses. */
interface Cell extends RecurrentCell {
  readonly strides: [number, number];
  readonly padding: 'same' | 'valid';
  readonly dataFormat: 'channelsFirst' | 'channelsLast';
  readonly dilationRate: [number, number];
}

const Stock = tf.layers.convLstm2d({ filters: 1, kernelSize: 1 }).constructor as unknown as new (
  options: Arguments,
) => RecurrentLayer & { cell: Cell; getInitialState(x: tf.Tensor): tf.Tensor[] };

/**
 * A sequence, `[batch, time, height, width, ...]`, and a function that computes the gates of a timestep, before their
 * activations, from its slice and the state.
 */
interface Gates {
  readonly sequence: tf.Tensor;
  gates(at: tf.Tensor, state: tf.Tensor): tf.Tensor;
}

/**
 * The convolutional LSTM of tfjs with one convolution for all gates. The class name is that of tfjs, so saved models
 * load in plain tfjs.
 */
class ConvLstm2d extends stateful(freezable(Stock)) {
  /** @nocollapse */
  static readonly className = 'ConvLSTM2D';

  override build(inputShape: tf.Shape): void {
    // tfjs leaks tensors when it initializes the bias with unitForgetBias.
    tf.tidy(() => super.build(inputShape));
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: CallOptions = {}): tf.Tensor | tf.Tensor[] {
    if (this.cell.dataFormat === 'channelsFirst') return super.call(inputs, options as never);
    const zeros = (x: tf.Tensor) => this.getInitialState(x);
    return callRecurrent(this, inputs, options, zeros, (x, first, keep) => {
      const [ofInputs, ofStates] = options.training ? this.masks(x, first[0]) : [];
      const entering = ofInputs ? tf.mul(x, tf.expandDims(ofInputs, 1)) : x;
      const { sequence, gates } = this.convolvesAlike() ? this.together(entering) : this.apart(entering);
      const { goBackwards, returnSequences } = this;
      const how = { keep, goBackwards, returnSequences, zeroOutputForMask: this.zeroOutputForMask ?? false };
      const step = (at: tf.Tensor, [state, carry]: readonly tf.Tensor[]) =>
        this.step(gates(at, ofStates ? tf.mul(state, ofStates) : state), carry);
      return runStepByStep(sequence, first, step, how);
    });
  }

  /** Returns whether inputs and states are convolved in the same way, to images of the same size. */
  private convolvesAlike(): boolean {
    const { strides, padding, dilationRate } = this.cell;
    return padding === 'same' && [strides, dilationRate].flat().every((pixels) => pixels === 1);
  }

  /**
   * Uses one convolution per timestep over the concatenated channels of input and state, which avoids storing the gates
   * of all timesteps.
   */
  private together(x: tf.Tensor): Gates {
    const { kernel, recurrentKernel, bias } = this.cell;
    const filter = tf.concat([kernel.read(), recurrentKernel.read()], 2) as tf.Tensor4D;
    const gates = (at: tf.Tensor, state: tf.Tensor) => {
      const convolved = tf.conv2d(tf.concat([at, state], -1) as tf.Tensor4D, filter, 1, 'same');
      return bias ? tf.add(convolved, bias.read()) : convolved;
    };
    return { sequence: x, gates };
  }

  /** Uses one convolution for the inputs of all timesteps and one for the state per timestep. */
  private apart(x: tf.Tensor): Gates {
    const filter = this.cell.recurrentKernel.read() as tf.Tensor4D;
    const gates = (at: tf.Tensor, state: tf.Tensor) => tf.add(at, tf.conv2d(state as tf.Tensor4D, filter, 1, 'same'));
    return { sequence: this.convolve(x), gates };
  }

  /** Convolves `float32[batch, time, height, width, channels]` to the inputs' part of the gates. */
  private convolve(x: tf.Tensor): tf.Tensor {
    const { kernel, bias, strides, padding, dilationRate } = this.cell;
    const [batch, time, ...image] = x.shape;
    const images: tf.Tensor4D = tf.reshape(x, [batch * time, ...image] as [number, number, number, number]);
    const filter = kernel.read() as tf.Tensor4D;
    const convolved = tf.conv2d(images, filter, strides, padding, 'NHWC', dilationRate);
    const biased = bias ? tf.add(convolved, bias.read()) : convolved;
    return tf.reshape(biased, [batch, time, ...convolved.shape.slice(1)]);
  }

  /** Computes the new state and cell state from the gates before activation and the cell state. */
  private step(z: tf.Tensor, carry: tf.Tensor): tf.Tensor[] {
    const { activation, recurrentActivation } = this.cell;
    const [input, forget, candidate, output] = tf.split(z, 4, -1);
    const gate = recurrentActivation as typeof activation;
    const added = tf.mul(gate.apply(input), activation.apply(candidate));
    const next = tf.add(tf.mul(gate.apply(forget), carry), added);
    return [tf.mul(gate.apply(output), activation.apply(next)), next];
  }

  private masks(x: tf.Tensor, state: tf.Tensor): (tf.Tensor | undefined)[] {
    const { dropout, recurrentDropout } = this.cell;
    const mask = (shape: number[], rate: number, of: string) =>
      rate > 0 && rate < 1 ? dropoutMask(shape, rate, `${this.name}/${of}`) : undefined;
    return [mask([x.shape[0], ...x.shape.slice(2)], dropout, 'inputs'), mask(state.shape, recurrentDropout, 'state')];
  }
}

tf.serialization.registerClass(ConvLstm2d as never);

const DEFAULTS = { recurrentActivation: 'sigmoid', kernelInitializer: 'glorotUniform', unitForgetBias: true } as const;

/**
 * Returns a convolutional LSTM (Shi et al., 2015, arXiv:1506.04214). Takes Keras' arguments and defaults. Inputs
 * `float32[batch, time, height, width, channels]`; outputs `float32[batch, height, width, filters]`, or `float32[batch,
 * time, height, width, filters]` with `returnSequences`.
 */
export const convLstm2d = (options: Arguments): tf.layers.Layer => new ConvLstm2d({ ...DEFAULTS, ...options });
