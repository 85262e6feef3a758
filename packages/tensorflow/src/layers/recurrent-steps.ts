import { tf } from '../tfjs.js';

export interface StepOptions {
  /** `bool[batch, time]`, false for steps that are passed over. */
  readonly keep: tf.Tensor | null;
  readonly goBackwards: boolean;
  readonly zeroOutputForMask: boolean;
  readonly returnSequences: boolean;
}

/** What has come out of a sequence: of each step, `[batch, time, ...]`, or of the last alone. */
export interface Passed {
  readonly y: tf.Tensor;
  readonly states: readonly tf.Tensor[];
}

/**
 * Takes `[batch, time, ...]` through a cell step by step, as Keras does: a step that is masked leaves the states as they are, and its
 * output is that of the step before. `step` is given `[batch, ...]` and the states, and returns the states after it, of which the
 * first is the output.
 */
export function passStepByStep(
  x: tf.Tensor,
  first: readonly tf.Tensor[],
  step: (x: tf.Tensor, states: readonly tf.Tensor[]) => tf.Tensor[],
  { keep, goBackwards, zeroOutputForMask, returnSequences }: StepOptions,
): Passed {
  // A copy: the gradient of taking the steps apart has the array.
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
