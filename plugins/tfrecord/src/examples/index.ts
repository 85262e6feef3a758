export { decodeExample, decodeSequenceExample, readExample, readSequenceExample } from './decode-example.js';
export { encodeExample, encodeSequenceExample } from './encode-example.js';
export type { Example, Feature, FeatureType, SequenceExample } from './example.js';
export { ExampleParser, type FeatureSpecs } from './example-parser.js';
export type { Column } from './feature-column.js';
export type { FeatureSpec } from './feature-spec.js';
export { MalformedExample } from './malformed-example.js';
export { type FeatureMeasure, measureFeature } from './measure-feature.js';
export { type ReadExamplesOptions, readExamples } from './read-examples.js';
