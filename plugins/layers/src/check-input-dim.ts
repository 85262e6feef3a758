import { inputDimTooSmall } from './messages.js';

/**
 * Throws if the data has token ids without a vector in the table.
 * @param option Path of the table's options in the node's config.
 */
export function checkInputDim(
  option: readonly (string | number)[],
  inputDim: number,
  vocabularySize: number | undefined,
): void {
  if (vocabularySize !== undefined && inputDim < vocabularySize)
    throw inputDimTooSmall(option, inputDim, vocabularySize);
}
