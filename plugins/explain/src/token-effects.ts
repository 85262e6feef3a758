import type { Variant } from './occluded-texts.js';

/** A text, and what each of its tokens does to the score. */
export interface OccludedText {
  readonly name: string;
  readonly class: string;
  /** Of the text as it is. */
  readonly score: number;
  readonly tokens: readonly string[];
  /** By how much the score falls without each token; below 0 where it rises. */
  readonly falls: readonly number[];
}

interface Found {
  readonly variants: readonly Variant[];
  /** `float32[variants, classes]` */
  readonly scores: Float32Array;
  /** `[examples, time]`, row-major. */
  readonly tokens: readonly string[];
  /** Of the examples. */
  readonly names: readonly string[];
  readonly classes: readonly string[];
  /** The index of the class that is looked at; undefined where it is the likeliest of each text. */
  readonly chosen?: number;
}

/** Compares the scores of each text without one token with those of the text as it is, which comes first. */
export function tokenEffects(found: Found, time: number): OccludedText[] {
  const { variants, scores, tokens, names, classes, chosen } = found;
  const scoresOf = (variant: number) => scores.subarray(variant * classes.length, (variant + 1) * classes.length);
  const texts: (OccludedText & { readonly tokens: string[]; readonly falls: number[] })[] = [];
  let looked = 0;
  for (const [index, { example, position }] of variants.entries()) {
    const row = scoresOf(index);
    if (position === undefined) {
      // Of scores that are NaN none is the highest: the first class stands for all.
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
