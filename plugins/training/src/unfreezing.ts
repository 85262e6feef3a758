import { type LayerSpec, type Static, Type } from '@expgraph/sdk';
import { LAYER_SELECTION, selectLayers } from './layer-selection.js';
import { type ConfigPath, nothingFrozen, onlyBatchNormalization, unfreezingTooLate } from './messages.js';

/** Options that select the layers to unfreeze. */
export const UNFREEZING = {
  ...LAYER_SELECTION,
  batchNormalization: Type.Choice(['frozen', 'train'], {
    default: 'frozen',
    description: 'frozen: keep the statistics and weights of frozen batch normalization; train: unfreeze it too.',
  }),
};

export const unfreezeSchedule = Type.Array(
  Type.Object({
    atEpoch: Type.Integer({
      minimum: 1,
      description: 'Number of epochs of this training before the layers are unfrozen.',
    }),
    ...UNFREEZING,
    learningRateScale: Type.Number({
      minimum: 0,
      default: 1,
      description: 'Factor of the learning rate of the unfrozen layers.',
    }),
  }),
  {
    default: [],
    description: 'Layers to unfreeze after some epochs of this training. The optimizer keeps its state for the others.',
  },
);

const schema = Type.Object(UNFREEZING);

/** Names of layers to unfreeze, and when. */
export interface PlannedUnfreezing {
  readonly atEpoch: number;
  readonly layers: readonly string[];
  readonly learningRateScale: number;
}

/**
 * Returns the layers to unfreeze, in addition to those that are trainable. Batch normalization is excluded by default:
 * with the small batches of fine-tuning, new statistics would destroy what the backbone has learned.
 */
export function layersToUnfreeze(
  layers: readonly LayerSpec[],
  { batchNormalization, ...selection }: Static<typeof schema>,
  at: ConfigPath = [],
): LayerSpec[] {
  const selected = selectLayers(layers, selection, at);
  if (batchNormalization === 'train') return selected;
  const others = selected.filter(({ kind }) => kind !== 'BatchNormalization');
  if (others.length === 0)
    throw onlyBatchNormalization(
      [...at, 'batchNormalization'],
      selected.map(({ name }) => name),
    );
  return others;
}

/**
 * Plans the unfreezing of a model's layers in order of epochs. A layer is part of one entry only: the first that
 * unfreezes it.
 */
export function planUnfreezing(
  layers: readonly LayerSpec[],
  schedule: Static<typeof unfreezeSchedule>,
  epochs: number,
): PlannedUnfreezing[] {
  const frozen = new Set(layers.filter((layer) => layer.frozen).map(({ name }) => name));
  const steps = [...schedule.entries()].sort(([, a], [, b]) => a.atEpoch - b.atEpoch);
  return steps.map(([index, { atEpoch, learningRateScale, ...selection }]) => {
    const at = ['unfreeze', index];
    if (atEpoch >= epochs) throw unfreezingTooLate([...at, 'atEpoch'], atEpoch, epochs);
    const names = layersToUnfreeze(layers, selection, at).map(({ name }) => name);
    const unfrozen = names.filter((name) => frozen.delete(name));
    if (unfrozen.length === 0) throw nothingFrozen(at, names);
    return { atEpoch, layers: unfrozen, learningRateScale };
  });
}
