import type { DatasetSpec, LayerSpec, ModelSpec, TensorSpec } from '@expgraph/sdk';
import { denseLayers } from './dense-options.js';
import { noClasses, notNumbers } from './messages.js';

/** Infers the spec of a dense network before its data are read. */
export function inferDense(data: DatasetSpec, depth: number, dropout: boolean): ModelSpec {
  const { features } = data;
  if (features?.dtype === 'string') throw notNumbers(features);
  return {
    kind: 'model',
    classes: data.label?.classes,
    input: features,
    output: outputFor(data),
    layers: features?.shape && [...layers(features.shape.length, depth, dropout)],
  };
}

/**
 * Returns the output of a head for classes or numbers. `below`, the output of the model that it is added to, matters
 * only if each timestep has a class.
 */
export function outputFor({ label }: DatasetSpec, below?: TensorSpec): TensorSpec {
  if (label?.encoding === 'number') return { dtype: 'float32', shape: ['batch', 1] };
  const { classes } = label ?? {};
  if (classes && classes.length < 2) throw noClasses(classes);
  const steps = label?.encoding === 'tags' && below ? [below.shape?.[1] ?? 'time'] : [];
  return { dtype: 'float32', shape: ['batch', ...steps, classes?.length ?? 'classes'] };
}

function* layers(rank: number, depth: number, dropout: boolean): Generator<LayerSpec> {
  yield { name: 'input', kind: 'InputLayer' };
  if (rank > 2) yield { name: 'flatten', kind: 'Flatten' };
  yield* denseLayers(depth, dropout);
}
