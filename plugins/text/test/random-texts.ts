const ASCII = ['a', 'B', 'word', ' ', '  ', '\n', '\t', '.', '...', "'", '-', '9', '_', '\u0000', '\u001c', '\u007f'];
/** Letters and combining marks that normalization or lower case changes, some depending on their position. */
const LETTERS = ['é', 'e\u0301', '\u0301', 'Σ', 'İ', 'ß', 'ﬁ', '４', '한국', '한'.normalize('NFD')];
/** White space, and characters that look or decompose like it. */
const SPACES = ['\u00a8', '\u00a0', '\u3000', '\u2028', '\u0085', '\ufeff'];
const SURROGATES = ['👍', '👩‍👩‍👧', '\ud83d', '\udc4d'];
const ALL = [...ASCII, ...LETTERS, ...SPACES, ...SURROGATES];

/** Yields texts of random parts, the same ones on each call. */
export function* randomTexts(count: number): Generator<string> {
  let state = 7;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let text = 0; text < count; text += 1) {
    // Every other text is ASCII only.
    const parts = text % 2 ? ALL : ASCII;
    yield Array.from({ length: next(14) }, () => parts[next(parts.length)]).join('');
  }
}
