import type { Random } from '@expgraph/sdk';
import { bidirectional, initializersOf } from '@expgraph/tensorflow/layers';
import type { tf } from '@expgraph/tensorflow/tfjs';
import { buildLayer } from './build-cell.js';
import type { CellConfig } from './cell-options.js';

interface Options {
  readonly name: string;
  readonly mergeMode: 'concat' | 'sum' | 'ave' | 'mul';
  readonly returnSequences: boolean;
  readonly stateful: boolean;
}

/** The parts of a bidirectional layer that this file uses. */
interface BidirectionalParts {
  readonly forwardLayer: { readonly cell: object };
  readonly backwardLayer: { readonly cell: object };
}

/** Builds a bidirectional layer whose directions have different initial weights. */
export function buildBidirectional(config: CellConfig, options: Options, random: Random): tf.layers.Layer {
  const { returnSequences, stateful, ...rest } = options;
  const layer = buildLayer(config, config.type.replaceAll('-', '_'), { returnSequences, stateful }, random);
  const both = bidirectional({ layer, ...rest });
  // Copies of one layer would have the same initial weights.
  const { forwardLayer, backwardLayer } = both as unknown as BidirectionalParts;
  Object.assign(forwardLayer.cell, initializersOf(config, random.stream('forward')));
  Object.assign(backwardLayer.cell, initializersOf(config, random.stream('backward')));
  return both;
}
