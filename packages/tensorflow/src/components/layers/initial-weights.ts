import type { Random } from '@expgraph/sdk';

/** Returns the source of the initial weights of a layer. Its name decides the weights of a seed, so it never changes. */
export const initialWeights = (random: Random, ...name: readonly string[]): Random =>
  random.stream('initialise', ...name); // words-allow
