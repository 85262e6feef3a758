import { readFile } from 'node:fs/promises';
import { writeDurably } from '../store/durable.js';
import type { Store } from '../store/store.js';
import type { Ingredients } from './ingredients.js';

/** What each node of an experiment was made of when it last ran: a plan says what has changed since. */
export class LastIngredients {
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly path: string,
    private readonly byNode: Record<string, Ingredients>,
  ) {}

  static async read(store: Store, experiment: string): Promise<LastIngredients> {
    const path = store.last(experiment);
    const text = await readFile(path, 'utf8').catch(() => '{}');
    try {
      return new LastIngredients(path, JSON.parse(text) as Record<string, Ingredients>);
    } catch {
      // Damaged: only reasons are lost.
      return new LastIngredients(path, {});
    }
  }

  of(node: string): Ingredients | undefined {
    return this.byNode[node];
  }

  async remember(node: string, ingredients: Ingredients): Promise<void> {
    this.byNode[node] = ingredients;
    // One after the other: nodes finish at the same time.
    this.writing = this.writing.then(() => writeDurably(this.path, JSON.stringify(this.byNode, null, 2)));
    await this.writing;
  }
}
