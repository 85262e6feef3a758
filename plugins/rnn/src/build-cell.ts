import type { Random } from '@expgraph/sdk';
import { gru, gruCell, layerArguments, lstm, lstmCell, simpleRnn, simpleRnnCell } from '@expgraph/tensorflow/layers';
import type { tf } from '@expgraph/tensorflow/tfjs';
import type { CellConfig } from './cell-options.js';

// biome-ignore lint/suspicious/noExplicitAny: factories have different options, which the schemas have checked.
type Factory = (options: any) => tf.layers.Layer;

const FACTORIES: Readonly<Record<string, { layer: Factory; cell: Factory }>> = {
  'simple-rnn': { layer: simpleRnn, cell: simpleRnnCell },
  lstm: { layer: lstm, cell: lstmCell },
  gru: { layer: gru, cell: gruCell },
};

/** Returns a recurrent layer of one cell, with initial weights drawn from `random`. */
export const buildLayer = (
  { type, ...config }: CellConfig,
  name: string,
  options: object,
  random: Random,
): tf.layers.Layer => FACTORIES[type].layer({ ...layerArguments(config, random), ...options, name });

/** Returns a cell without a layer around it. */
export const buildCell = ({ type, ...config }: CellConfig, random: Random): tf.layers.Layer =>
  FACTORIES[type].cell(layerArguments(config, random));
