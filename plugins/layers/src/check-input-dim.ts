import { inputDimTooSmall } from './messages.js';

/**
 * Refuses a table of vectors that has none for some numbers of the data.
 * @param option where the table is described in the config of the node
 */
export function checkInputDim(
  option: readonly (string | number)[],
  inputDim: number,
  vocabularySize: number | undefined,
): void {
  if (vocabularySize !== undefined && inputDim < vocabularySize)
    throw inputDimTooSmall(option, inputDim, vocabularySize);
}
