import { type CudnnMode, cudnnRecurrence } from '../kernels/cudnn-recurrence.js';
import { tf } from '../tfjs.js';
import { cudnnParameters } from './cudnn-parameters.js';
import type { RecurrentCell } from './recurrent-cell.js';
import type { RecurrentOutput, StepOptions } from './run-step-by-step.js';

/**
 * Runs a cell over `float32[batch, time, features]` with cuDNN. cuDNN supports padding at the end of a sequence only,
 * so masked timesteps are moved there and the outputs are moved back.
 */
export function runCudnnCell(
  cell: RecurrentCell,
  mode: CudnnMode,
  x: tf.Tensor,
  states: readonly tf.Tensor[],
  { keep, goBackwards, zeroOutputForMask, returnSequences }: StepOptions,
): RecurrentOutput {
  const inOrder = <Values extends tf.Tensor>(steps: Values): Values => (goBackwards ? tf.reverse(steps, 1) : steps);
  const weights = {
    kernel: cell.kernel.read(),
    recurrentKernel: cell.recurrentKernel.read(),
    bias: cell.bias?.read() ?? null,
  };
  const [batch, time] = x.shape;
  const [state, carry] = states;
  const through = { state, carry, parameters: cudnnParameters(weights, mode) };
  if (!keep) {
    const lengths = tf.fill([batch], time, 'int32');
    const [y, ...last] = cudnnRecurrence({ ...through, x: inOrder(x), lengths }, mode);
    return { y: returnSequences ? y : last[0], states: last };
  }
  const here = inOrder(keep);
  const counted = tf.cumsum(tf.cast(here, 'int32'), 1);
  const count = tf.reshape(tf.slice(counted, [0, time - 1], [batch, 1]), [batch]);
  const any = tf.reshape(tf.greater(count, 0), [batch, 1]);
  // cuDNN rejects empty sequences: they run for one timestep, whose result is discarded.
  const lengths = tf.maximum(count, tf.scalar(1, 'int32'));
  const [y, ...last] = cudnnRecurrence({ ...through, x: takeSteps(inOrder(x), countedFirst(here)), lengths }, mode);
  const after = last.map((values, index) => tf.where(any, values, states[index]));
  if (!returnSequences) {
    const shown = zeroOutputForMask ? tf.slice(here, [0, time - 1], [batch, 1]) : any;
    return { y: tf.where(shown, last[0], tf.zerosLike(last[0])), states: after };
  }
  // Index of the last unmasked timestep so far; outputs before the first one are zeros.
  const latest = tf.maximum(tf.sub(counted, tf.scalar(1, 'int32')), tf.scalar(0, 'int32'));
  const shown = tf.expandDims(zeroOutputForMask ? here : tf.greater(counted, 0), 2);
  const outputs = takeSteps(y, latest as tf.Tensor2D);
  return { y: tf.where(shown, outputs, tf.zerosLike(outputs)), states: after };
}

/** Returns `int32[batch, time]`: the indices of unmasked timesteps in order, followed by those of masked ones. */
function countedFirst(keep: tf.Tensor): tf.Tensor2D {
  const time = keep.shape[1] as number;
  const fromEnd = tf.range(time, 0, -1);
  const rank = tf.add(tf.mul(tf.cast(keep, 'float32'), time), fromEnd);
  return tf.topk(rank, time).indices as tf.Tensor2D;
}

/** Gathers timesteps of `float32[batch, time, size]` at indices `int32[batch, time]` of each example. */
function takeSteps(x: tf.Tensor, places: tf.Tensor2D): tf.Tensor {
  const [batch, time, size] = x.shape as [number, number, number];
  const starts = tf.reshape(tf.range(0, batch * time, time, 'int32'), [batch, 1]);
  const flat = tf.reshape(tf.add(places, starts), [batch * time]) as tf.Tensor1D;
  return tf.reshape(tf.gather(tf.reshape(x, [batch * time, size]), flat), [batch, time, size]);
}
