import type { TensorSpec } from '@expgraph/sdk';
import type { SequentialLayer } from '@expgraph/tensorflow';
import { layerNameTaken, layerNotOn, nothingLeft } from '../messages.js';

/** A layer of the config. */
export interface GivenLayer {
  readonly type: string;
  readonly layer: SequentialLayer;
}

/** A layer with its name and shapes in a model. */
export interface PlannedLayer extends GivenLayer {
  readonly name: string;
  readonly input: TensorSpec;
  readonly output: TensorSpec;
}

/**
 * Returns the layers of a model with their names and shapes.
 * @throws ExperimentError at a layer that does not fit the one before it.
 */
export function planLayers(input: TensorSpec, layers: readonly GivenLayer[]): PlannedLayer[] {
  const planned: PlannedLayer[] = [];
  const names = ['input'];
  let last = input;
  for (const [index, given] of layers.entries()) {
    const { type, layer } = given;
    const name = layer.name ?? freeName(type, [...names, ...layers.flatMap(({ layer: { name } }) => name ?? [])]);
    if (names.includes(name)) throw layerNameTaken(index, name);
    if (!accepts(layer, last)) throw layerNotOn(index, type, last, layer.accepts ?? [{ dtype: 'float32' }]);
    const shape = last.shape && layer.outputShape(last.shape);
    const output: TensorSpec = { dtype: 'float32', shape };
    if (shape?.some((length) => typeof length === 'number' && length < 1)) throw nothingLeft(index, type, last, output);
    planned.push({ ...given, name, input: last, output });
    names.push(name);
    last = output;
  }
  return planned;
}

/** Returns whether a layer accepts an input; a shape that is not known before the run is accepted. */
function accepts({ accepts: inputs }: SequentialLayer, { dtype = 'float32', shape }: TensorSpec): boolean {
  if (!inputs) return dtype === 'float32';
  return inputs.some((one) => one.dtype === dtype && (!shape || one.shape?.length === shape.length));
}

/** Returns a free name as Keras chooses it: `conv2d`, then `conv2d_1`. */
function freeName(type: string, taken: readonly string[]): string {
  const name = type.replaceAll('-', '_');
  for (let count = 0; ; count += 1) {
    const candidate = count === 0 ? name : `${name}_${count}`;
    if (!taken.includes(candidate)) return candidate;
  }
}
