import { type CarriedStates, withCarriedStates } from '../layers/carried-states.js';
import { tf } from '../tfjs.js';

/** The states of stateful layers, as tensors of tfjs. */
export class HeldStates implements CarriedStates {
  private tensors: readonly tf.Tensor[][] = [];
  /** Values of a checkpoint, whose shapes are not known before there is a batch. */
  private known: Float32Array[] = [];
  private next: tf.Tensor[][] = [];

  /** Computes a batch that goes on from the one before. */
  carry<Result>(compute: () => Result): Result {
    this.next = [];
    const result = withCarriedStates(this, compute);
    // Not before: gradients are computed from the states that a batch has begun with.
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

  /** Goes on from values, in the order of `values`; from none, with zeros. */
  restore(values: readonly Float32Array[]): void {
    this.dispose();
    this.known = [...values];
  }

  dispose(): void {
    tf.dispose(this.tensors as tf.Tensor[][]);
    this.tensors = [];
  }
}
