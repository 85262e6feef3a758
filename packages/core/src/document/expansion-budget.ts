import { MAX_DEPTH, MAX_TEXT, MAX_VALUES } from './limits.js';

/** The exceeded limit. */
export type Excess = 'values' | 'characters' | 'levels';

/** Limits the expansion of aliases and `${...}`. */
export class ExpansionBudget {
  private values = 0;
  private characters = 0;

  /** Counts so far. */
  get spent(): { readonly values: number; readonly characters: number } {
    return { values: this.values, characters: this.characters };
  }

  /** Counts one value. Returns the exceeded limit, if any. */
  spend(depth: number, characters = 0): Excess | undefined {
    this.values += 1;
    this.characters += characters;
    if (depth > MAX_DEPTH) return 'levels';
    if (this.values > MAX_VALUES) return 'values';
    return this.characters > MAX_TEXT ? 'characters' : undefined;
  }
}
