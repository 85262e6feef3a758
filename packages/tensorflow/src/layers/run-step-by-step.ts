import { tf } from '../tfjs.js';

export interface StepOptions {
  /** `bool[batch, time]`: false for masked timesteps. */
  readonly keep: tf.Tensor | null;
  readonly goBackwards: boolean;
  readonly zeroOutputForMask: boolean;
  readonly returnSequences: boolean;
}

/** Outputs of all timesteps, `[batch, time, ...]`, or of the last one, and the last states. */
export interface RecurrentOutput {
  readonly y: tf.Tensor;
  readonly states: readonly tf.Tensor[];
}

/**
 * Runs a cell over `[batch, time, ...]` step by step, as in Keras: a masked timestep keeps the states and repeats the
 * previous output. `step` maps `[batch, ...]` and the states to the new states, the first of which is the output.
 */
export function runStepByStep(
  x: tf.Tensor,
  first: readonly tf.Tensor[],
  step: (x: tf.Tensor, states: readonly tf.Tensor[]) => tf.Tensor[],
  { keep, goBackwards, zeroOutputForMask, returnSequences }: StepOptions,
): RecurrentOutput {
  // Copies the array, because the gradient of tf.unstack uses it.
  const inOrder = (steps: tf.Tensor[]) => (goBackwards ? [...steps].reverse() : steps);
  const masks = keep ? inOrder(tf.unstack(keep, 1)) : [];
  const outputs: tf.Tensor[] = [];
  let states = first;
  let y = tf.zerosLike(first[0]);
  const nothing = y;
  for (const [index, at] of inOrder(tf.unstack(x, 1)).entries()) {
    const before = states;
    [y, ...states] = tf.tidy(() => {
      const next = step(at, before);
      if (!keep) return [next[0].clone(), ...next];
      const here = tf.reshape(masks[index], [-1, ...first[0].shape.slice(1).fill(1)]);
      const output = tf.where(here, next[0], zeroOutputForMask ? nothing : y);
      return [output, ...next.map((state, position) => tf.where(here, state, before[position]))];
    });
    outputs.push(y);
  }
  return { y: returnSequences ? tf.stack(outputs, 1) : y, states };
}
