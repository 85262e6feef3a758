import { type CarriedStates, withCarriedStates } from '../layers/carried-states.js';
import { tf } from '../tfjs.js';

/** Keeps the states of stateful layers as TensorFlow.js tensors. */
export class EagerStates implements CarriedStates {
  private tensors: readonly tf.Tensor[][] = [];
  /** Values from a checkpoint, whose shapes are unknown until the first batch. */
  private known: Float32Array[] = [];
  private next: tf.Tensor[][] = [];

  /** Computes a batch that continues from the states of the previous one. */
  carry<Result>(compute: () => Result): Result {
    this.next = [];
    const result = withCarriedStates(this, compute);
    // Dispose of the previous states only now: the gradients depend on them.
    tf.dispose(this.tensors as tf.Tensor[][]);
    this.tensors = this.next;
    this.known = [];
    return result;
  }

  take(zeros: () => tf.Tensor[]): readonly tf.Tensor[] {
    const held = this.tensors[this.next.length];
    if (held) return held;
    return zeros().map((zero) => {
      const values = this.known.shift();
      return values ? tf.tensor(values, zero.shape) : zero;
    });
  }

  keep(states: readonly tf.Tensor[]): void {
    this.next.push(states.map((state) => tf.keep(state.clone())));
  }

  async values(): Promise<Float32Array[]> {
    return Promise.all(this.tensors.flat().map((tensor) => tensor.data<'float32'>()));
  }

  /** Sets the states from values in the order of `values()`, or resets them to zeros if there are none. */
  restore(values: readonly Float32Array[]): void {
    this.dispose();
    this.known = [...values];
  }

  dispose(): void {
    tf.dispose(this.tensors as tf.Tensor[][]);
    this.tensors = [];
  }
}
