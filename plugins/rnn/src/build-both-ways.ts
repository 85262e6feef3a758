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

/** What is used of a bidirectional layer. */
interface BothWays {
  readonly forwardLayer: { readonly cell: object };
  readonly backwardLayer: { readonly cell: object };
}

/** A layer both ways, whose two ways begin with weights of their own. */
export function buildBothWays(config: CellConfig, options: Options, random: Random): tf.layers.Layer {
  const { returnSequences, stateful, ...rest } = options;
  const layer = buildLayer(config, config.type.replaceAll('-', '_'), { returnSequences, stateful }, random);
  const both = bidirectional({ layer, ...rest });
  // The copies of one layer would draw the same.
  const { forwardLayer, backwardLayer } = both as unknown as BothWays;
  Object.assign(forwardLayer.cell, initializersOf(config, random.stream('forward')));
  Object.assign(backwardLayer.cell, initializersOf(config, random.stream('backward')));
  return both;
}
