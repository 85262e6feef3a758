import type { OptimizerState } from '@expgraph/sdk';
import type { Optimizer } from '../components/kinds.js';
import { tf } from '../tfjs.js';

/** What an optimizer remembers of each variable, by the variable's name. */
export class OptimizerSlots {
  private readonly slots = new Map<string, tf.Tensor[]>();
  private readonly steps = new Map<string, number>();
  /** Of variables that do not train now. */
  private readonly dormant: OptimizerState['variables'];

  constructor(
    private readonly optimizer: Optimizer,
    start: OptimizerState | undefined,
  ) {
    this.dormant = start?.type === optimizer.type ? start.variables : {};
  }

  /** Applies a gradient to a variable. */
  update(name: string, variable: tf.Variable, gradient: tf.Tensor, learningRate: number): void {
    const before = this.slots.get(name) ?? this.begin(name, variable.shape);
    const step = (this.steps.get(name) ?? 0) + 1;
    const after = tf.tidy(() => {
      const updated = this.optimizer.update({ variable, gradient, slots: before, step, learningRate });
      variable.assign(updated.variable as tf.Tensor);
      return updated.slots.map((slot) => tf.keep(slot as tf.Tensor));
    });
    tf.dispose(before);
    this.slots.set(name, after);
    this.steps.set(name, step);
  }

  /** Everything remembered, of variables that train and of those that did. */
  async state(): Promise<OptimizerState> {
    const variables: Record<string, OptimizerState['variables'][string]> = { ...this.dormant };
    for (const [name, tensors] of this.slots) {
      const values = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
      const slots = Object.fromEntries(
        this.optimizer.slots.map((slot, index) => [slot, Float32Array.from(values[index])]),
      );
      variables[name] = { steps: this.steps.get(name) ?? 0, slots };
    }
    return { type: this.optimizer.type, variables };
  }

  dispose(): void {
    for (const tensors of this.slots.values()) tf.dispose(tensors);
    this.slots.clear();
  }

  private begin(name: string, shape: number[]): tf.Tensor[] {
    const known = this.dormant[name];
    this.steps.set(name, known?.steps ?? 0);
    return this.optimizer.slots.map((slot) => {
      const values = known?.slots[slot];
      return tf.keep(values ? tf.tensor(values, shape, 'float32') : tf.zeros(shape));
    });
  }
}
