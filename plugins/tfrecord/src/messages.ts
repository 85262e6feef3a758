import { at, plural, some, suggest } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';
import type { InputFeature } from './input-features.js';
import type { LabelEncoding } from './label-encoding.js';

/** The number of names to list. */
const LISTED = 8;
export interface Flaw {
  /** Name of the shard in messages. */
  readonly shard: string;
  readonly record: number;
  readonly offset: number;
  readonly reason: string;
}

const placeOf = ({ shard, record, offset }: Flaw) => `"${shard}", record ${record} at byte ${offset}`;

export const noSource = () =>
  new ExperimentError('EXPGRAPH_TFRECORD_SOURCE', 'Neither source nor the input files is set.', {
    at: { node: true },
    notes: ['Set source to a file or folder, or connect the files of a node write/tfrecord.'],
  });

export const twoSources = (source: string) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_SOURCE',
    `source is "${source}", and the input files is connected: expected only one of them.`,
    { at: at('source'), notes: ['Remove source, or disconnect files.'] },
  );

export const tagLabels = () =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_STEPS',
    'The labels are tags of tokens, which TFRecord files of write/tfrecord cannot contain.',
    {
      at: { input: 'data' },
      notes: [
        'Store such a dataset as a file with one token and its tag per line, which load/text reads with labelsOf: tokens.',
      ],
    },
  );

export const tokensAndImages = (vocabularySize: number) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_NOT_TOKENS',
    `vocabularySize is ${vocabularySize}, and image is set: expected only one of them.`,
    { at: at('vocabularySize'), notes: ['Remove image if the input is token ids, or vocabularySize if it is images.'] },
  );

export const notTokens = (inputs: readonly InputFeature[]) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_NOT_TOKENS',
    `The input is ${inputs.map(({ name, type, shape }) => `"${name}", ${type}[${shape.join(', ')}]`).join(' and ')}, expected one feature of token ids, int64[length].`,
    { at: at('input'), notes: ['Set input to the feature with the token ids, or remove vocabularySize.'] },
  );

export const noShards = (place: string, pattern: string, others: readonly string[]) =>
  new ExperimentError('EXPGRAPH_TFRECORD_NO_FILES', `No file in "${place}" matches "${pattern}".`, {
    at: at('files'),
    notes: [
      others.length > 0 ? `Other files: ${some(others, LISTED)}.` : 'It contains no files.',
      'Set files to another pattern.',
    ],
  });

export const noRecords = (shards: readonly string[], skipped: number) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_EMPTY',
    `Found no ${skipped > 0 ? 'valid ' : ''}records in ${plural(shards.length, 'file')}${skipped > 0 ? ` (${plural(skipped, 'damaged record')})` : ''}: ${some(shards, LISTED)}.`,
    { at: at('source'), notes: ['Use files that contain records.'] },
  );

export const noReadableRecord = (flaw: Flaw) =>
  new ExperimentError('EXPGRAPH_TFRECORD_CORRUPT', `No record can be read. ${placeOf(flaw)}: ${flaw.reason}.`, {
    at: at('source'),
    notes: ['Use TFRecord files whose records are Example or SequenceExample, with compression: auto.'],
  });

export const corruptRecord = (flaw: Flaw) =>
  new ExperimentError('EXPGRAPH_TFRECORD_CORRUPT', `${placeOf(flaw)}: ${flaw.reason}.`, {
    at: at('source'),
    notes: ['Download or write the file again, or set onCorrupt: skip to skip damaged records.'],
  });

export const malformedRecord = (flaw: Flaw) =>
  new ExperimentError('EXPGRAPH_TFRECORD_RECORD', `${placeOf(flaw)}: ${flaw.reason}.`, {
    at: at('features'),
    notes: [
      'Describe the feature in features, for example with a default for records without it; or set onCorrupt: skip to skip such records.',
    ],
  });

export const recordLost = (flaw: Flaw) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_LOST',
    `${placeOf(flaw)} was readable when it was indexed, but is not any more: ${flaw.reason}.`,
    {
      at: at('source'),
      notes: ['Restore the file, then run the experiment again.'],
    },
  );

export const unreadableImage = (flaw: Flaw, feature: string) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_IMAGE',
    `${placeOf(flaw)}: "${feature}" is not a readable image: ${flaw.reason}.`,
    {
      at: at('image'),
      notes: ['Fix the record, or set onCorrupt: skip to skip unreadable images.'],
    },
  );

export const featureMissing = (option: readonly (string | number)[], name: string, known: readonly string[]) => {
  const near = suggest(name, known);
  return new ExperimentError(
    'EXPGRAPH_TFRECORD_FEATURE',
    `The records have no feature "${name}".${near ? ` Did you mean "${near}"?` : ''}`,
    {
      at: at(...option),
      notes: [
        known.length > 0 ? `They have: ${some(known, LISTED)}.` : 'They have no features.',
        'If it is a feature list, set records: sequence-example. List all features with: npx expgraph tfrecord inspect FILE',
      ],
    },
  );
};

export const featureEmpty = (name: string) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_FEATURE_EMPTY',
    `The feature "${name}" has no values in the records that were read first, expected at least one in each.`,
    {
      at: at('features', name),
      notes: [
        `Remove "${name}" from the config, or write its values into the records.`,
        `If only some records have values, set a length to pad the others to: features: { ${name}: { length: 1, default: 0 } }.`,
      ],
    },
  );

export const lengthUnknown = (name: string, least: number, most: number) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_LENGTH',
    `The feature "${name}" has ${least} to ${most} values, expected the same number in each record.`,
    {
      at: at('features', name),
      notes: [`Set a length to cut or pad it to, for example features: { ${name}: { length: ${most} } }.`],
    },
  );

export const notNumbers = (name: string) =>
  new ExperimentError('EXPGRAPH_TFRECORD_BYTES', `The feature "${name}" is bytes, expected numbers.`, {
    at: at('input'),
    notes: [
      'For image files, set image: { size: [height, width] }. For raw pixels, set features with type: uint8 and a shape.',
    ],
  });

export const notImages = (inputs: readonly string[], type: string) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_NOT_IMAGES',
    inputs.length === 1
      ? `The feature "${inputs[0]}" is ${type}, expected bytes of image files.`
      : `image is set, and there are ${inputs.length} inputs (${inputs.join(', ')}), expected one.`,
    { at: at('input'), notes: ['Set input to the feature with the image files, or remove image.'] },
  );

export const labelType = (name: string, type: string, expected: readonly string[], encoding: LabelEncoding) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_LABEL',
    `The label "${name}" is ${type}, expected ${expected.join(' or ')} for labelEncoding: ${encoding}.`,
    {
      at: at('label'),
      notes: [
        type === 'float32'
          ? 'Use another feature, or set labelEncoding: number, or soft if it has one value per class.'
          : 'Use another feature, or set labelEncoding: class.',
      ],
    },
  );

export const softLabelsUnequal = (name: string, least: number, most: number) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_LABEL_SHARES',
    `The label "${name}" has ${least} to ${most} values, expected one value per class in each record.`,
    {
      at: at('label'),
      notes: ['Use another feature, or set classes, so that records with another number of values are found.'],
    },
  );

export const noClasses = (label: string) =>
  new ExperimentError('EXPGRAPH_TFRECORD_NO_CLASS', `No record has a class in "${label}".`, {
    at: at('label'),
    notes: ['Use another feature, or set the names of the classes: classes: [first, second].'],
  });

export const labelUnknown = (flaw: Flaw, label: string, classes: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_LABEL_UNKNOWN',
    `${placeOf(flaw)}: the label ${label} is ${classes.length > 0 ? `not one of the ${classes.length} classes` : 'not a valid class'}.`,
    {
      at: at(classes.length > 0 ? 'classes' : 'label'),
      notes: [
        classes.length > 0
          ? `The classes are: ${some(
              classes.map((name, index) => `${index} ${name}`),
              LISTED,
            )}. Set classes to all of them.`
          : 'Class labels must be strings, or integers from 0 to 65535.',
      ],
    },
  );

export const notColorImages = (spec: string) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_NOT_AN_IMAGE',
    `The features are ${spec}, expected images: float32[batch, height, width, 3] with a range.`,
    {
      at: at('content'),
      notes: ['Set content: values to write the values as they are.'],
    },
  );

export const tooManyShards = (shards: number, examples: number) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_SHARDS',
    `shards is ${shards}, and the dataset has ${plural(examples, 'example')}.`,
    {
      at: at('shards'),
      notes: [`Set shards to ${examples} or less.`],
    },
  );
