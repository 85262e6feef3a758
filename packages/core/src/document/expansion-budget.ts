import { MAX_DEPTH, MAX_TEXT, MAX_VALUES } from './limits.js';

/** What ran out. */
export type Excess = 'values' | 'characters' | 'levels';

/** Counts what aliases and `${...}` expand to. */
export class ExpansionBudget {
  private values = 0;
  private characters = 0;

  /** How much has been spent. */
  get spent(): { readonly values: number; readonly characters: number } {
    return { values: this.values, characters: this.characters };
  }

  /** Counts one value, and says what is used up, if anything. */
  spend(depth: number, characters = 0): Excess | undefined {
    this.values += 1;
    this.characters += characters;
    if (depth > MAX_DEPTH) return 'levels';
    if (this.values > MAX_VALUES) return 'values';
    return this.characters > MAX_TEXT ? 'characters' : undefined;
  }
}
