import type { Variant } from './occluded-texts.js';

/** The effect of each token of a text on its score. */
export interface OccludedText {
  readonly name: string;
  readonly class: string;
  /** The score of the original text. */
  readonly score: number;
  readonly tokens: readonly string[];
  /** How much the score falls without each token; negative if it rises. */
  readonly falls: readonly number[];
}

interface Found {
  readonly variants: readonly Variant[];
  /** `float32[variants, classes]` */
  readonly scores: Float32Array;
  /** `[examples, time]`, row-major. */
  readonly tokens: readonly string[];
  /** Names of the examples. */
  readonly names: readonly string[];
  readonly classes: readonly string[];
  /** Index of the class to measure; undefined for the predicted class of each text. */
  readonly chosen?: number;
}

/** Compares the score of each copy with that of its original text, which comes first. */
export function tokenEffects(found: Found, time: number): OccludedText[] {
  const { variants, scores, tokens, names, classes, chosen } = found;
  const scoresOf = (variant: number) => scores.subarray(variant * classes.length, (variant + 1) * classes.length);
  const texts: (OccludedText & { readonly tokens: string[]; readonly falls: number[] })[] = [];
  let looked = 0;
  for (const [index, { example, position }] of variants.entries()) {
    const row = scoresOf(index);
    if (position === undefined) {
      // If all scores are NaN, none is the highest: take the first class.
      looked = chosen ?? Math.max(0, row.indexOf(Math.max(...row)));
      texts.push({ name: names[example], class: classes[looked], score: row[looked], tokens: [], falls: [] });
      continue;
    }
    const text = texts[texts.length - 1];
    text.tokens.push(tokens[example * time + position]);
    text.falls.push(text.score - row[looked]);
  }
  return texts;
}
