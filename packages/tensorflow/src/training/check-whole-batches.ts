import type { Dataset } from '@expgraph/sdk';
import type { tf } from '../tfjs.js';
import { notWholeBatches } from './messages.js';

/**
 * Refuses data that a stateful network cannot go through: the rows of a batch go on from those of the batch before, so all have the
 * same number of them.
 */
export function checkWholeBatches(network: tf.LayersModel, input: string, { size }: Dataset, batchSize: number): void {
  if (network.stateful && size % batchSize !== 0) throw notWholeBatches(input, size, batchSize);
}
