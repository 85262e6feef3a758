import type { OptimizerState } from '@expgraph/sdk';
import type { Optimizer } from '../components/optimizers/optimizer.js';
import { tf } from '../tfjs.js';
import type { UpdateCounts } from './update-counts.js';

/** Optimizer slots of each variable as tensors, by variable name. */
export class OptimizerSlots {
  private readonly slots = new Map<string, tf.Tensor[]>();
  private readonly known: OptimizerState['variables'];

  constructor(
    private readonly optimizer: Optimizer,
    start: OptimizerState | undefined,
  ) {
    this.known = start?.type === optimizer.type ? start.variables : {};
  }

  /** Applies a gradient to a variable. */
  update(name: string, variable: tf.Variable, gradient: tf.Tensor, scalars: readonly number[]): void {
    const before = this.slots.get(name) ?? this.begin(name, variable);
    const after = tf.tidy(() => {
      const tensors = scalars.map((value) => tf.scalar(value));
      const updated = this.optimizer.update({ variable, gradient, slots: before, scalars: tensors });
      variable.assign(updated.variable as tf.Tensor);
      return updated.slots.map((slot) => tf.keep(slot as tf.Tensor));
    });
    tf.dispose(before);
    this.slots.set(name, after);
  }

  /** Returns the slots of all variables that train or have trained. */
  async state(counts: UpdateCounts): Promise<OptimizerState['variables']> {
    const variables: Record<string, OptimizerState['variables'][string]> = { ...this.known };
    for (const [name, tensors] of this.slots) {
      const values = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
      const slots = this.optimizer.slots.map((slot, index) => [slot, Float32Array.from(values[index])]);
      variables[name] = { steps: counts.of(name), slots: Object.fromEntries(slots) };
    }
    return variables;
  }

  dispose(): void {
    for (const tensors of this.slots.values()) tf.dispose(tensors);
    this.slots.clear();
  }

  private begin(name: string, variable: tf.Variable): tf.Tensor[] {
    return this.optimizer.slots.map((slot) => {
      const values = this.known[name]?.slots[slot];
      if (values) return tf.keep(tf.tensor(values, variable.shape, 'float32'));
      return tf.keep(this.optimizer.slotsLikeVariable?.includes(slot) ? variable.clone() : tf.zeros(variable.shape));
    });
  }
}
