import fc from 'fast-check';
import type { Example, Feature, SequenceExample } from '../src/examples/index.js';

const bytes: fc.Arbitrary<Feature> = fc
  .array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 })
  .map((values) => ({ type: 'bytes', values }));

const floats: fc.Arbitrary<Feature> = fc
  .float32Array({ maxLength: 40, noNaN: true })
  .map((values) => ({ type: 'float32', values }));

const integers: fc.Arbitrary<Feature> = fc
  .bigInt64Array({ maxLength: 40 })
  .map((values) => ({ type: 'int64', values }));

/** Names as TensorFlow allows them: any text, except array indices, which JavaScript would sort first. */
const name = fc.string({ unit: 'grapheme', maxLength: 20 }).map((value) => `f${value}`);

const feature = fc.oneof(bytes, floats, integers);

export const randomExample: fc.Arbitrary<Example> = fc.dictionary(name, feature, { maxKeys: 6, noNullPrototype: true });

export const randomSequence: fc.Arbitrary<SequenceExample> = fc.record(
  {
    context: randomExample,
    featureLists: fc.dictionary(
      name,
      fc.oneof(fc.array(bytes, { maxLength: 6 }), fc.array(integers, { maxLength: 6 })),
      {
        maxKeys: 4,
        noNullPrototype: true,
      },
    ),
  },
  { noNullPrototype: true },
);
