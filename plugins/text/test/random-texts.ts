/** Parts of words: stripped characters, spaces of several scripts, combining marks, letters whose lower case depends on the position. */
const PARTS = [
  ...['a', 'B', 'word', ' ', '  ', '\n', '\t', '.', '...', "'", '-', '9', '_', '\u0000', '\u001c', '\u007f'],
  ...['é', 'e\u0301', '\u0301', 'Σ', 'İ', 'ß', 'ﬁ', '４', '\u00a8', '\u00a0', '\u3000', '\u2028', '\u0085', '\ufeff'],
  ...['한국', '한'.normalize('NFD'), '👍', '👩‍👩‍👧', '\ud83d', '\udc4d'],
];

/** Yields texts of random parts, the same ones on each call. */
export function* randomTexts(count: number): Generator<string> {
  let state = 7;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let text = 0; text < count; text += 1) {
    // Every other text is ASCII only.
    const parts = text % 2 ? PARTS : PARTS.slice(0, 16);
    yield Array.from({ length: next(14) }, () => parts[next(parts.length)]).join('');
  }
}
