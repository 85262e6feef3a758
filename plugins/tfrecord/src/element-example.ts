import type { Batch, Dataset, ImageFormats, ImageOptions } from '@expgraph/sdk';
import type { Example, Feature } from './examples/index.js';

const text = (value: string): Feature => ({ type: 'bytes', values: [Buffer.from(value)] });
const integer = (value: number): Feature => ({ type: 'int64', values: BigInt64Array.of(BigInt(value)) });
const float = (value: number): Feature => ({ type: 'float32', values: Float32Array.of(value) });

export interface ImageContent extends ImageOptions {
  readonly format: 'jpeg' | 'png';
  readonly quality: number;
}

/** An element of a batch, with the index that it has in its data set. */
export interface Element {
  readonly data: Dataset;
  readonly batch: Batch;
  readonly position: number;
  readonly index: number;
}

/** An image as a record, under the names that TensorFlow's own models use. */
export async function imageExample(element: Element, content: ImageContent, formats: ImageFormats): Promise<Example> {
  const { data, index } = element;
  const [height, width] = content.size;
  const file = await formats.encode(valuesOf(element), content);
  return {
    'image/encoded': { type: 'bytes', values: [file] },
    'image/format': text(content.format),
    'image/height': integer(height),
    'image/width': integer(width),
    'image/filename': text(data.name(index)),
    ...labelsOf(element, 'image/class/label', 'image/class/text'),
  };
}

/** The numbers of an element as a record. */
export function valuesExample(element: Element): Example {
  return {
    values: { type: 'float32', values: valuesOf(element) },
    name: text(element.data.name(element.index)),
    ...labelsOf(element, 'label', 'class'),
  };
}

function valuesOf({ batch, position }: Element): Float32Array {
  const length = batch.features.length / batch.shape[0];
  return batch.features.subarray(position * length, (position + 1) * length);
}

function labelsOf({ data, batch, position }: Element, label: string, name: string): Example {
  const value = batch.labels[position];
  const weight: Example = batch.weights ? { weight: float(batch.weights[position]) } : {};
  if (data.classes.length === 0) return { [label]: float(value), ...weight };
  return { [label]: integer(value), [name]: text(data.classes[value]), ...weight };
}
