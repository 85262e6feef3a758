import { tokensOf, type Vocabulary } from './vocabulary.js';

interface Count {
  count: number;
  texts: number;
  /** Number of the last text with the token. */
  last: number;
}

/** Counts the tokens of texts. */
export class TokenCounts {
  private readonly counts = new Map<string, Count>();
  private size = 0;

  /** @param text A tokenized text. */
  add(text: string): void {
    this.size += 1;
    for (const token of tokensOf(text)) {
      const known = this.counts.get(token);
      if (known === undefined) {
        this.counts.set(token, { count: 1, texts: 1, last: this.size });
      } else {
        known.count += 1;
        if (known.last !== this.size) known.texts += 1;
        known.last = this.size;
      }
    }
  }

  get distinct(): number {
    return this.counts.size;
  }

  /** Returns the most frequent tokens with at least `minCount` occurrences; equally frequent ones in alphabetical order. */
  vocabulary(limit: number, minCount: number): Vocabulary {
    const chosen = [...this.counts]
      .filter(([, { count }]) => count >= minCount)
      .sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1))
      .slice(0, limit);
    return {
      tokens: chosen.map(([token]) => token),
      counts: chosen.map(([, { count }]) => count),
      texts: chosen.map(([, { texts }]) => texts),
      size: this.size,
    };
  }
}
