import type { Dataset } from '@expgraph/sdk';
import type { tf } from '../../tfjs.js';
import { computeFeatures, type FeatureOptions } from './compute-features.js';
import { splitAboveFrozen } from './frozen-prefix.js';

export interface FrozenFeatureOptions {
  readonly files: FeatureOptions['files'];
  /** Fingerprints of the datasets. Features of a dataset without one are not cached. */
  readonly fingerprints: { readonly train?: string; readonly validation?: string };
  /** Number of cached variants per example if the data differ in each epoch; 0 disables caching for such data. */
  readonly variants: number;
}

/** The part of a network that trains, and the features that it trains on. */
export interface AboveFrozen {
  readonly network: tf.LayersModel;
  readonly train: Dataset;
  readonly validation?: Dataset;
  close(): Promise<void>;
}

/**
 * Computes the outputs of the frozen lower part of a network once, if its input is the same in each epoch. Returns
 * undefined if the network cannot be split or caching does not pay off.
 */
export async function trainAboveFrozen(
  network: tf.LayersModel,
  data: { readonly train: Dataset; readonly validation?: Dataset; readonly epochs: number },
  options: FrozenFeatureOptions,
  services: Pick<FeatureOptions, 'progress' | 'signal'>,
): Promise<AboveFrozen | undefined> {
  const { fingerprints } = options;
  const { train, validation, epochs } = data;
  // Feature rows cannot hold soft labels.
  if (train.spec.label?.soft) return undefined;
  const variants = train.sameEachEpoch ? 1 : Math.min(options.variants, epochs);
  // Features that are read only once do not pay off.
  if (variants === 0 || variants >= epochs || !fingerprints.train || (validation && !fingerprints.validation)) {
    return undefined;
  }
  const split = splitAboveFrozen(network);
  if (!split) return undefined;
  const given = { ...services, files: options.files };
  const of = { fingerprint: fingerprints.train, variants, label: 'features' };
  const trained = await computeFeatures(split.below, train, of, given);
  const validated =
    validation &&
    (await computeFeatures(
      split.below,
      validation,
      { fingerprint: fingerprints.validation as string, variants: 1, label: 'features of validation' },
      given,
    ));
  return {
    network: split.above,
    train: trained,
    validation: validated,
    async close() {
      // Applying the layers again has doubled their reference counts, except in the part below.
      split.above.dispose();
      await trained.close();
      await validated?.close();
    },
  };
}
