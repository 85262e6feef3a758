import type { NodePlace } from '@expgraph/sdk';

/** The place of an option of the config. */
export const at = (...option: string[]): NodePlace => ({ config: option });

/** Some of the names in quotes, and how many there are. */
export const some = (names: readonly string[], count = 3) => {
  const shown = names.slice(0, count).map((name) => `"${name}"`);
  return `${shown.join(', ')}${names.length > count ? ` … and ${names.length - count} more` : ''}`;
};

export const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
