import type { OptimizerState } from '@expgraph/sdk';
import type { Optimizer } from '../components/optimizers/optimizer.js';

/**
 * Counts the updates of each variable and computes the scalars of the next one. Variables that were frozen for some
 * epochs have fewer updates.
 */
export class UpdateCounts {
  private readonly counts: Map<string, number>;

  constructor(
    private readonly optimizer: Optimizer,
    names: readonly string[],
    start: OptimizerState | undefined,
    /** Returns the factor of a variable's learning rate. */
    private readonly scaleOf: (name: string) => number = () => 1,
  ) {
    const known = start?.type === optimizer.type ? start.variables : {};
    this.counts = new Map(names.map((name) => [name, known[name]?.steps ?? 0]));
  }

  of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  /** Groups variables whose scalars are equal in all steps. */
  groups(): string[][] {
    const groups = new Map<string, string[]>();
    for (const [name, count] of this.counts) {
      const key = `${count} ${this.scaleOf(name)}`;
      groups.set(key, [...(groups.get(key) ?? []), name]);
    }
    return [...groups.values()];
  }

  /** Returns the scalars of the next update of a variable, and counts that update. */
  next(name: string, learningRate: number): readonly number[] {
    const count = this.of(name) + 1;
    this.counts.set(name, count);
    return this.optimizer.scalars(count, learningRate * this.scaleOf(name));
  }
}
