import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';

/** A function of a network's outputs and the labels that training minimizes. */
export interface Loss {
  /** The component's type, for example `categoricalCrossentropy`. */
  readonly type: string;
  /**
   * Labels that the loss takes. `class`: one class of each example or timestep; `classes`: each class present or absent (multi-label);
   * `number`: a number.
   */
  readonly targets: 'class' | 'classes' | 'number';
  /**
   * Returns the loss of each example, `float32[batch]`, before weights. `outputs` is `float32[batch, outputs]`: for `class` the logits
   * before a softmax at the network's end, for `classes` those before a sigmoid. `labels` is `int32[batch]` or, for soft labels,
   * `float32[batch, classes]`; for `classes` `float32[batch, classes]` of 0 and 1; for `number` `float32[batch]`. The call is recorded as
   * a graph, so it must not read values of tensors.
   */
  perExample(outputs: Tensor2D, labels: Tensor): Tensor1D;
  /**
   * Returns the loss of one example in double precision, for weighted evaluation. `scores` are logits if `logits`, otherwise
   * probabilities. Without it, `perExample` is used.
   */
  ofScores?(scores: Float32Array, labels: ArrayLike<number>, logits: boolean): number;
}

declare module '@expgraph/sdk' {
  interface ComponentKinds {
    loss: Loss;
  }
}
