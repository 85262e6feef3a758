import type { Random } from '@expgraph/sdk';
import type { InitializerName } from '../components/layers/layer-options.js';
import { tf } from '../tfjs.js';
import { hardActivations } from './hard-activations.js';
import { orthogonal } from './orthogonal.js';

type Options = Readonly<Record<string, unknown>>;

/**
 * Returns the tfjs arguments of a layer for its options in a config, with activations and initializers resolved by
 * name.
 */
export function layerArguments(config: object, random: Random): Record<string, unknown> {
  const activations = Object.entries(config).filter(([option]) => /activation$/i.test(option));
  return {
    ...config,
    ...initializersOf(config as Options, random),
    ...Object.fromEntries(activations.map(([option, name]) => [option, activationOf(name as string)])),
  };
}

/** Returns the initializers of a layer, each with its own seed. */
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

/** Initializers with different names in tfjs. */
const TFJS_NAMES: Partial<Record<InitializerName, 'leCunUniform' | 'leCunNormal'>> = {
  lecunUniform: 'leCunUniform',
  lecunNormal: 'leCunNormal',
};

/** Resolves activations that tfjs lacks or defines differently. */
const activationOf = (name: string): unknown => (hardActivations as Record<string, unknown>)[name] ?? name;
