import type { TensorSpec } from '@expgraph/sdk';
import type { SequentialLayer } from '@expgraph/tensorflow';
import { layerNameTaken, layerNotOn, nothingLeft } from '../messages.js';

/** A layer as the config names it. */
export interface GivenLayer {
  readonly type: string;
  readonly layer: SequentialLayer;
}

/** A layer at its place in a model. */
export interface PlannedLayer extends GivenLayer {
  readonly name: string;
  /** What it is put on. */
  readonly takes: TensorSpec;
  readonly gives: TensorSpec;
}

/** The layers of a model for an input, named and each with its shape. @throws ExperimentError at a layer that can not be put there */
export function planLayers(input: TensorSpec, layers: readonly GivenLayer[]): PlannedLayer[] {
  const planned: PlannedLayer[] = [];
  const names = ['input'];
  let takes = input;
  for (const [index, given] of layers.entries()) {
    const { type, layer } = given;
    const name = layer.name ?? freeName(type, [...names, ...layers.flatMap(({ layer: { name } }) => name ?? [])]);
    if (names.includes(name)) throw layerNameTaken(index, name);
    if (!fits(layer, takes)) throw layerNotOn(index, type, takes, layer.takes ?? [{ dtype: 'float32' }]);
    const shape = takes.shape && layer.gives(takes.shape);
    const gives: TensorSpec = { dtype: 'float32', shape };
    if (shape?.some((length) => typeof length === 'number' && length < 1)) throw nothingLeft(index, type, takes, gives);
    planned.push({ ...given, name, takes, gives });
    names.push(name);
    takes = gives;
  }
  return planned;
}

/** What is not known before a run fits. */
function fits({ takes }: SequentialLayer, { dtype = 'float32', shape }: TensorSpec): boolean {
  if (!takes) return dtype === 'float32';
  return takes.some((one) => one.dtype === dtype && (!shape || one.shape?.length === shape.length));
}

/** Keras' way to name layers: `conv2d`, then `conv2d_1`. */
function freeName(type: string, taken: readonly string[]): string {
  const name = type.replaceAll('-', '_');
  for (let count = 0; ; count += 1) {
    const candidate = count === 0 ? name : `${name}_${count}`;
    if (!taken.includes(candidate)) return candidate;
  }
}
