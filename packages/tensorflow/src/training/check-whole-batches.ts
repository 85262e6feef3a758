import type { Dataset } from '@expgraph/sdk';
import type { tf } from '../tfjs.js';
import { notWholeBatches } from './messages.js';

/**
 * Throws if a stateful network cannot train on the dataset. Each row of a batch continues the same row of the previous
 * batch, so all batches need the same number of rows.
 */
export function checkWholeBatches(network: tf.LayersModel, input: string, { size }: Dataset, batchSize: number): void {
  if (network.stateful && size % batchSize !== 0) throw notWholeBatches(input, size, batchSize);
}
