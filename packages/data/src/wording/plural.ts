/** Returns the count and the noun, in the plural unless the count is 1. */
export const plural = (count: number, noun: string, nouns = `${noun}s`) =>
  `${count.toLocaleString('en-US')} ${count === 1 ? noun : nouns}`;
