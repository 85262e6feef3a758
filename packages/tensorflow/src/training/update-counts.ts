import type { OptimizerState } from '@expgraph/sdk';
import type { Optimizer } from '../components/optimizers/optimizer.js';

/**
 * Counts the updates of each variable, and computes the scalars of the next one. A variable that was frozen for a while has
 * had fewer.
 */
export class UpdateCounts {
  private readonly counts: Map<string, number>;

  constructor(
    private readonly optimizer: Optimizer,
    names: readonly string[],
    start: OptimizerState | undefined,
    /** What the learning rate is multiplied by, by variable. */
    private readonly scaleOf: (name: string) => number = () => 1,
  ) {
    const known = start?.type === optimizer.type ? start.variables : {};
    this.counts = new Map(names.map((name) => [name, known[name]?.steps ?? 0]));
  }

  of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  /** Variables whose scalars are the same, now and ever after. */
  groups(): string[][] {
    const groups = new Map<string, string[]>();
    for (const [name, count] of this.counts) {
      const key = `${count} ${this.scaleOf(name)}`;
      groups.set(key, [...(groups.get(key) ?? []), name]);
    }
    return [...groups.values()];
  }

  /** The scalars of the update that is now made of a variable; it counts as made. */
  next(name: string, learningRate: number): readonly number[] {
    const count = this.of(name) + 1;
    this.counts.set(name, count);
    return this.optimizer.scalars(count, learningRate * this.scaleOf(name));
  }
}
