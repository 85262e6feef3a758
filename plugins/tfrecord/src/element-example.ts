import type { Batch, Dataset, ImageFormats, ImageOptions } from '@expgraph/sdk';
import type { Example, Feature } from './examples/index.js';

const texts = (values: readonly string[]): Feature => ({
  type: 'bytes',
  values: values.map((value) => Buffer.from(value)),
});
const text = (value: string) => texts([value]);
const integers = (values: Iterable<number>): Feature => ({ type: 'int64', values: BigInt64Array.from(values, BigInt) });
const integer = (value: number) => integers([value]);
const floats = (values: Float32Array): Feature => ({ type: 'float32', values });
const float = (value: number) => floats(Float32Array.of(value));

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

/** The numbers of an element as a record, tokens as the integers that they are; or its text. */
export function valuesExample(element: Element): Example {
  const { data, batch, position, index } = element;
  return {
    ...(batch.texts ? { text: text(batch.texts[position]) } : { values: numbersOf(element) }),
    name: text(data.name(index)),
    ...labelsOf(element, 'label', 'class'),
  };
}

function numbersOf(element: Element): Feature {
  const values = valuesOf(element);
  return element.data.spec.features?.dtype === 'int32' ? integers(values) : floats(values);
}

function valuesOf({ batch, position }: Element): Float32Array {
  const length = batch.features.length / batch.shape[0];
  return batch.features.subarray(position * length, (position + 1) * length);
}

/** The class, or all of them, by number and by name; the share of each where there are shares; the weight where there is one. */
function labelsOf({ data, batch, position }: Element, label: string, name: string): Example {
  const { classes, spec } = data;
  const count = classes.length;
  const row = (values: Float32Array | Int32Array) => values.subarray(position * count, (position + 1) * count);
  const weight: Example = batch.weights ? { weight: float(batch.weights[position]) } : {};
  const shares: Example = batch.targets ? { [`${label}/shares`]: floats(row(batch.targets) as Float32Array) } : {};
  if (count === 0) return { [label]: float(batch.labels[position]), ...weight };
  const own =
    spec.label?.encoding === 'classes'
      ? [...row(batch.labels).entries()].filter(([, isOf]) => isOf).map(([index]) => index)
      : [batch.labels[position]];
  return { [label]: integers(own), [name]: texts(own.map((index) => classes[index])), ...shares, ...weight };
}
