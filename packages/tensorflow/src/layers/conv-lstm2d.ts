import { tf } from '../tfjs.js';
import { type CallOptions, callRecurrent, type RecurrentLayer } from './call-recurrent.js';
import type { RecurrentCell } from './recurrent-cell.js';
import { passStepByStep } from './recurrent-steps.js';
import { dropoutMask } from './seeded-dropout.js';
import { stateful } from './stateful.js';

type Arguments = Parameters<typeof tf.layers.convLstm2d>[0];

/** What is used of tfjs' own cell. */
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
 * tfjs' own convolutional LSTM with one convolution of the inputs for all steps and gates. It has the same class name, so saved models
 * open in plain tfjs.
 */
class ConvLstm2d extends stateful(Stock) {
  /** @nocollapse */
  static readonly className = 'ConvLSTM2D';

  override build(inputShape: tf.Shape): void {
    // tfjs leaves tensors behind where it makes the bias of an open forget gate.
    tf.tidy(() => super.build(inputShape));
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: CallOptions = {}): tf.Tensor | tf.Tensor[] {
    if (this.cell.dataFormat === 'channelsFirst') return super.call(inputs, options as never);
    const zeros = (x: tf.Tensor) => this.getInitialState(x);
    return callRecurrent(this, inputs, options, zeros, (x, first, keep) => {
      const [ofInputs, ofStates] = options.training ? this.masks(x, first[0]) : [];
      const convolved = this.convolve(ofInputs ? tf.mul(x, tf.expandDims(ofInputs, 1)) : x);
      const { goBackwards, returnSequences } = this;
      const how = { keep, goBackwards, returnSequences, zeroOutputForMask: this.zeroOutputForMask ?? false };
      return passStepByStep(convolved, first, (at, states) => this.step(at, states, ofStates), how);
    });
  }

  /** `float32[batch, time, height, width, channels]` to that of the gates, before what the states add. */
  private convolve(x: tf.Tensor): tf.Tensor {
    const { kernel, bias, strides, padding, dilationRate } = this.cell;
    const [batch, time, ...image] = x.shape;
    const images: tf.Tensor4D = tf.reshape(x, [batch * time, ...image] as [number, number, number, number]);
    const filter = kernel.read() as tf.Tensor4D;
    const convolved = tf.conv2d(images, filter, strides, padding, 'NHWC', dilationRate);
    const biased = bias ? tf.add(convolved, bias.read()) : convolved;
    return tf.reshape(biased, [batch, time, ...convolved.shape.slice(1)]);
  }

  private step(x: tf.Tensor, [state, carry]: readonly tf.Tensor[], dropped: tf.Tensor | undefined): tf.Tensor[] {
    const { recurrentKernel, activation, recurrentActivation } = this.cell;
    const entering = (dropped ? tf.mul(state, dropped) : state) as tf.Tensor4D;
    const fromState = tf.conv2d(entering, recurrentKernel.read() as tf.Tensor4D, 1, 'same');
    const [input, forget, candidate, output] = tf.split(tf.add(x, fromState), 4, -1);
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
 * Convolutional LSTM (Shi et al., 2015, arXiv:1506.04214) with Keras' arguments and defaults. Inputs
 * `float32[batch, time, height, width, channels]`; outputs `float32[batch, height, width, filters]`, or
 * `float32[batch, time, height, width, filters]` with `returnSequences`.
 */
export const convLstm2d = (options: Arguments): tf.layers.Layer => new ConvLstm2d({ ...DEFAULTS, ...options });
