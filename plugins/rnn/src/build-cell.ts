import type { Random } from '@expgraph/sdk';
import {
  gru,
  gruCell,
  hardActivations,
  lstm,
  lstmCell,
  orthogonal,
  simpleRnn,
  simpleRnnCell,
} from '@expgraph/tensorflow/layers';
import { tf } from '@expgraph/tensorflow/tfjs';
import type { CellConfig, InitializerName } from './cell-options.js';

// biome-ignore lint/suspicious/noExplicitAny: each factory has options of its own; the schemas have checked them.
type Factory = (options: any) => tf.layers.Layer;

const FACTORIES: Readonly<Record<string, { layer: Factory; cell: Factory }>> = {
  'simple-rnn': { layer: simpleRnn, cell: simpleRnnCell },
  lstm: { layer: lstm, cell: lstmCell },
  gru: { layer: gru, cell: gruCell },
};

/** The layer of a cell, with weights drawn from `random`. */
export const buildLayer = (config: CellConfig, name: string, options: object, random: Random): tf.layers.Layer =>
  FACTORIES[config.type].layer({ ...argumentsOf(config, random), ...options, name });

/** The cell alone. */
export const buildCell = (config: CellConfig, random: Random): tf.layers.Layer =>
  FACTORIES[config.type].cell(argumentsOf(config, random));

/** The arguments of a cell or layer: names of activations and initialisers become what they name. */
export function argumentsOf(config: object, random: Random): Record<string, unknown> {
  const { type: _, activation, recurrentActivation, ...rest } = config as Record<string, unknown>;
  return {
    ...rest,
    ...initializersOf(config as CellConfig, random),
    activation: activationOf(activation),
    // Cells without gates have none.
    ...(recurrentActivation === undefined ? {} : { recurrentActivation: activationOf(recurrentActivation) }),
  };
}

/** The two initialisers of a cell, each with a seed of its own. */
export const initializersOf = ({ kernelInitializer, recurrentInitializer }: CellConfig, random: Random) => ({
  kernelInitializer: initializer(kernelInitializer, random.stream('kernel').seed()),
  recurrentInitializer: initializer(recurrentInitializer, random.stream('recurrent').seed()),
});

function initializer(name: InitializerName, seed: number) {
  if (name === 'zeros') return tf.initializers.zeros();
  if (name === 'orthogonal') return orthogonal({ seed });
  return tf.initializers[TFJS_NAMES[name] ?? (name as 'glorotUniform')]({ seed });
}

/** Initialisers whose names tfjs writes otherwise. */
const TFJS_NAMES: Partial<Record<InitializerName, 'leCunUniform' | 'leCunNormal'>> = {
  lecunUniform: 'leCunUniform',
  lecunNormal: 'leCunNormal',
};

/** Activations that tfjs does not have, or has otherwise. */
const activationOf = (name: unknown): unknown => (hardActivations as Record<string, unknown>)[name as string] ?? name;
