/** Returns the count and the noun, with an "s" unless the count is 1. */
export const plural = (count: number, noun: string) =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
