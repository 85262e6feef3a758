import type { Random } from '@expgraph/sdk';
import type { InitializerName } from '../components/layers/layer-options.js';
import { tf } from '../tfjs.js';
import { hardActivations } from './hard-activations.js';
import { orthogonal } from './orthogonal.js';

type Options = Readonly<Record<string, unknown>>;

/** The arguments of a layer for its options in a config: names of activations and initializers become what they name. */
export function layerArguments(config: object, random: Random): Record<string, unknown> {
  const activations = Object.entries(config).filter(([option]) => /activation$/i.test(option));
  return {
    ...config,
    ...initializersOf(config as Options, random),
    ...Object.fromEntries(activations.map(([option, name]) => [option, activationOf(name as string)])),
  };
}

/** The initializers of a layer, each with a seed of its own. */
export function initializersOf(config: object, random: Random): Record<string, unknown> {
  const options = Object.entries(config).filter(([option]) => option.endsWith('Initializer'));
  return Object.fromEntries(
    options.map(([option, name]) => {
      const seed = random.stream(option.replace('Initializer', '')).seed();
      return [option, initializer(name as InitializerName, seed)];
    }),
  );
}

function initializer(name: InitializerName, seed: number) {
  if (name === 'zeros') return tf.initializers.zeros();
  if (name === 'orthogonal') return orthogonal({ seed });
  return tf.initializers[TFJS_NAMES[name] ?? (name as 'glorotUniform')]({ seed });
}

/** Initializers whose names tfjs writes otherwise. */
const TFJS_NAMES: Partial<Record<InitializerName, 'leCunUniform' | 'leCunNormal'>> = {
  lecunUniform: 'leCunUniform',
  lecunNormal: 'leCunNormal',
};

/** Activations that tfjs does not have, or has otherwise. */
const activationOf = (name: string): unknown => (hardActivations as Record<string, unknown>)[name] ?? name;
