import { FIRST_TOKEN, PADDING, type Random, type Vocabulary } from '@expgraph/sdk';

/** Initial vectors of tokens without a pretrained one. */
export const MISSING = ['uniform', 'zeros'] as const;

interface Options {
  /** Number of rows. */
  readonly inputDim: number;
  /** Size of a row. */
  readonly outputDim: number;
  readonly missing: (typeof MISSING)[number];
}

/**
 * Returns the vectors of a vocabulary's tokens, `float32[inputDim, outputDim]`. Padding is zeros; other rows without a
 * pretrained vector are uniform in -0.05..0.05, or zeros.
 */
export function vectorTable(
  vectors: ReadonlyMap<string, Float32Array>,
  { tokens }: Vocabulary,
  { inputDim, outputDim, missing }: Options,
  random: Random,
): Float32Array {
  const table = new Float32Array(inputDim * outputDim);
  for (let row = PADDING + 1; row < inputDim; row += 1) {
    const vector = vectors.get(tokens[row - FIRST_TOKEN]);
    const place = table.subarray(row * outputDim, (row + 1) * outputDim);
    if (vector) place.set(vector);
    else if (missing === 'uniform') for (const index of place.keys()) place[index] = random.uniform() * 0.1 - 0.05;
  }
  return table;
}
