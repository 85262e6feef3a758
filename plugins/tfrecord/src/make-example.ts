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

/** An example of a batch, with its index in the dataset. */
export interface BatchExample {
  readonly data: Dataset;
  readonly batch: Batch;
  readonly position: number;
  readonly index: number;
}

/** Returns an image as a record, under the feature names of TensorFlow's own models. */
export async function imageExample(
  example: BatchExample,
  content: ImageContent,
  formats: ImageFormats,
): Promise<Example> {
  const { data, index } = example;
  const [height, width] = content.size;
  const file = await formats.encode(valuesOf(example), content);
  return {
    'image/encoded': { type: 'bytes', values: [file] },
    'image/format': text(content.format),
    'image/height': integer(height),
    'image/width': integer(width),
    'image/filename': text(data.name(index)),
    ...labelsOf(example, 'image/class/label', 'image/class/text'),
  };
}

/** Returns the values of an example as a record, token ids as integers, or its text. */
export function valuesExample(example: BatchExample): Example {
  const { data, batch, position, index } = example;
  return {
    ...(batch.texts ? { text: text(batch.texts[position]) } : { values: featureOf(example) }),
    name: text(data.name(index)),
    ...labelsOf(example, 'label', 'class'),
  };
}

function featureOf(example: BatchExample): Feature {
  const values = valuesOf(example);
  return example.data.spec.features?.dtype === 'int32' ? integers(values) : floats(values);
}

function valuesOf({ batch, position }: BatchExample): Float32Array {
  const length = batch.features.length / batch.shape[0];
  return batch.features.subarray(position * length, (position + 1) * length);
}

/** Returns the class or classes by index and by name, soft labels if there are any, and the weight if there is one. */
function labelsOf({ data, batch, position }: BatchExample, label: string, name: string): Example {
  const { classes, spec } = data;
  const count = classes.length;
  const row = (values: Float32Array | Int32Array) => values.subarray(position * count, (position + 1) * count);
  const weight: Example = batch.weights ? { weight: float(batch.weights[position]) } : {};
  const softLabels: Example = batch.targets ? { [`${label}/soft`]: floats(row(batch.targets) as Float32Array) } : {};
  if (count === 0) return { [label]: float(batch.labels[position]), ...weight };
  const own =
    spec.label?.encoding === 'classes'
      ? [...row(batch.labels).entries()].filter(([, isOf]) => isOf).map(([index]) => index)
      : [batch.labels[position]];
  return { [label]: integers(own), [name]: texts(own.map((index) => classes[index])), ...softLabels, ...weight };
}
