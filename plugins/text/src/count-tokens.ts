import { tokensOf, type Vocabulary } from './vocabulary.js';

interface Count {
  count: number;
  texts: number;
  /** The last text that it was met in. */
  last: number;
}

/** Counts tokens, text by text. */
export class TokenCounts {
  private readonly counts = new Map<string, Count>();
  private size = 0;

  /** `text`: a tokenized text. */
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

  get different(): number {
    return this.counts.size;
  }

  /** The most frequent tokens that were met `minCount` times or more; those met equally often in alphabetical order. */
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
