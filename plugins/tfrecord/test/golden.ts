import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Example, Feature, FeatureType, SequenceExample } from '../src/examples/index.js';

export const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

type Content = readonly [FeatureType, readonly (number | string | readonly number[])[]];

interface Golden {
  readonly examples: readonly Record<string, Content>[];
  readonly sequences: readonly {
    readonly context: Record<string, Content>;
    readonly featureLists: Record<string, readonly Content[]>;
  }[];
}

/** Reads what `fixtures/make-golden.py` has written with TensorFlow. */
export function readGolden(): { examples: readonly Example[]; sequences: readonly SequenceExample[] } {
  const { examples, sequences } = JSON.parse(readFileSync(fixture('golden.json'), 'utf8')) as Golden;
  return {
    examples: examples.map(exampleOf),
    sequences: sequences.map(({ context, featureLists }) => ({
      context: exampleOf(context),
      featureLists: mapValues(featureLists, (steps) => steps.map(featureOf)),
    })),
  };
}

const exampleOf = (content: Record<string, Content>) => mapValues(content, featureOf);

export function featureOf([type, values]: Content): Feature {
  if (type === 'bytes') return { type, values: values.map((value) => Uint8Array.from(value as number[])) };
  if (type === 'float32') return { type, values: Float32Array.from(values as number[]) };
  return { type, values: BigInt64Array.from(values.map((value) => BigInt(value as string))) };
}

function mapValues<From, To>(record: Record<string, From>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
