import type { Dataset } from '@expgraph/sdk';
import type { tf } from '../../tfjs.js';
import { computeFeatures, type FeatureOptions } from './compute-features.js';
import { splitAboveFrozen } from './frozen-prefix.js';

export interface FrozenFeatureOptions {
  readonly files: FeatureOptions['files'];
  /** What identifies the data; without it nothing is kept. */
  readonly fingerprints: { readonly train?: string; readonly validation?: string };
  /** Variants of each example that are kept, of data that are others in each epoch; 0 keeps none of those. */
  readonly variants: number;
}

/** What remains to be trained, and the features it is trained on. */
export interface AboveFrozen {
  readonly network: tf.LayersModel;
  readonly train: Dataset;
  readonly validation?: Dataset;
  close(): Promise<void>;
}

/**
 * Where the lower part of a network is frozen and its input is the same each epoch, what it computes is computed once. Undefined
 * where that cannot be, or would not pay.
 */
export async function trainAboveFrozen(
  network: tf.LayersModel,
  data: { readonly train: Dataset; readonly validation?: Dataset; readonly epochs: number },
  options: FrozenFeatureOptions,
  services: Pick<FeatureOptions, 'progress' | 'signal'>,
): Promise<AboveFrozen | undefined> {
  const { fingerprints } = options;
  const { train, validation, epochs } = data;
  // A row of features cannot hold soft labels.
  if (train.spec.label?.soft) return undefined;
  const variants = train.sameEachEpoch ? 1 : Math.min(options.variants, epochs);
  // Read once, features are only a detour.
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
      // Its layers are counted twice since they were applied again; the part below was not.
      split.above.dispose();
      await trained.close();
      await validated?.close();
    },
  };
}
