import { suggest } from '@expgraph/data/wording';
import { ExperimentError, type NodePlace } from '@expgraph/sdk';
import type { InputFeature } from './input-features.js';
import type { LabelEncoding } from './label-encoding.js';

const at = (...option: (string | number)[]): NodePlace => ({ config: option });

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

const some = (names: readonly string[], count = 8) =>
  `${names.slice(0, count).join(', ')}${names.length > count ? ` … and ${names.length - count} more` : ''}`;

export interface Flaw {
  /** The shard's name, as people know it. */
  readonly shard: string;
  readonly record: number;
  readonly offset: number;
  readonly reason: string;
}

const placeOf = ({ shard, record, offset }: Flaw) => `"${shard}", record ${record} at byte ${offset}`;

export const noSource = () =>
  new ExperimentError('EXPGRAPH_TFRECORD_SOURCE', 'There are no files: neither source nor the input files is given.', {
    at: { node: true },
    notes: ['Give a file or a folder in source, or connect files of a node write/tfrecord.'],
  });

export const twoSources = (source: string) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_SOURCE',
    `source is "${source}", and the input files is connected too: expected one of them.`,
    { at: at('source'), notes: ['Remove source, or do not connect files.'] },
  );

export const labelsOfSteps = () =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_STEPS',
    'Each step has a class, and a record has room for classes of the whole.',
    {
      at: { input: 'data' },
      notes: ['Keep such data as a file of a token and its tag a line, which load/text reads with labelsOf: tokens.'],
    },
  );

export const tokensAndImages = (vocabularySize: number) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_NOT_TOKENS',
    `vocabularySize is ${vocabularySize}, and image is given too: expected one of them.`,
    { at: at('vocabularySize'), notes: ['Remove image where the input is tokens, vocabularySize where it is images.'] },
  );

export const notTokens = (inputs: readonly InputFeature[]) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_NOT_TOKENS',
    `The input is ${inputs.map(({ name, type, shape }) => `"${name}", ${type}[${shape.join(', ')}]`).join(' and ')}, expected int64[length], the tokens of one feature.`,
    { at: at('input'), notes: ['Give the one feature that has the numbers of tokens, or remove vocabularySize.'] },
  );

export const noShards = (place: string, pattern: string, others: readonly string[]) =>
  new ExperimentError('EXPGRAPH_TFRECORD_NO_FILES', `No file in "${place}" matches "${pattern}".`, {
    at: at('files'),
    notes: [
      others.length > 0 ? `There are: ${some(others)}.` : 'There is no file at all.',
      'Give another pattern in files.',
    ],
  });

export const noRecords = (shards: readonly string[], skipped: number) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_EMPTY',
    `There is no ${skipped > 0 ? 'sound ' : ''}record in ${plural(shards.length, 'file')}${skipped > 0 ? `, and ${plural(skipped, 'damaged one')}` : ''}: ${some(shards)}.`,
    { at: at('source'), notes: ['Give files that have records.'] },
  );

export const nothingSound = (flaw: Flaw) =>
  new ExperimentError('EXPGRAPH_TFRECORD_CORRUPT', `No record can be read. ${placeOf(flaw)}: ${flaw.reason}.`, {
    at: at('source'),
    notes: [
      'Give files of TFRecord, whose records are Example or SequenceExample, and leave compression: auto as it is.',
    ],
  });

export const corruptRecord = (flaw: Flaw) =>
  new ExperimentError('EXPGRAPH_TFRECORD_CORRUPT', `${placeOf(flaw)}: ${flaw.reason}.`, {
    at: at('source'),
    notes: ['Get the file anew, or set onCorrupt: skip to leave such records out.'],
  });

export const malformedRecord = (flaw: Flaw) =>
  new ExperimentError('EXPGRAPH_TFRECORD_RECORD', `${placeOf(flaw)}: ${flaw.reason}.`, {
    at: at('features'),
    notes: [
      'Say in features how it is to be read, for example a default for what some records lack; onCorrupt: skip leaves such records out.',
    ],
  });

export const recordLost = (flaw: Flaw) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_LOST',
    `${placeOf(flaw)} could be read before, and can not be read now: ${flaw.reason}.`,
    {
      at: at('source'),
      notes: ['Put the file back as it was, then run the experiment again.'],
    },
  );

export const unreadableImage = (flaw: Flaw, feature: string) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_IMAGE',
    `${placeOf(flaw)}: "${feature}" is no image that can be read: ${flaw.reason}.`,
    {
      at: at('image'),
      notes: ['Mend the record, or set onCorrupt: skip to leave out what can not be read.'],
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
        known.length > 0 ? `They have: ${some(known)}.` : 'They have no features.',
        'Where it is a list of steps, set records: sequence-example. All features: npx expgraph tfrecord inspect FILE',
      ],
    },
  );
};

export const featureEmpty = (name: string) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_FEATURE_EMPTY',
    `The feature "${name}" has no values in the records that were looked at, expected one or more in each.`,
    {
      at: at('features', name),
      notes: [
        `Remove "${name}" where it is not needed, or write its values into the records.`,
        `Where only some records have values, give it a length that the others are filled up to: features: { ${name}: { length: 1, default: 0 } }.`,
      ],
    },
  );

export const lengthUnknown = (name: string, least: number, most: number) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_LENGTH',
    `The feature "${name}" has ${least} to ${most} values, expected as many in each record.`,
    {
      at: at('features', name),
      notes: [
        `Give it a length that it is cut or filled up to, for example features: { ${name}: { length: ${most} } }.`,
      ],
    },
  );

export const notNumbers = (name: string) =>
  new ExperimentError('EXPGRAPH_TFRECORD_BYTES', `The feature "${name}" is bytes, expected numbers.`, {
    at: at('input'),
    notes: [
      'Where they are image files, give image: { size: [height, width] }; where they are pixels, features with type: uint8 and a shape.',
    ],
  });

export const notImages = (inputs: readonly string[], type: string) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_NOT_IMAGES',
    inputs.length === 1
      ? `The feature "${inputs[0]}" is ${type}, expected bytes of image files.`
      : `image is given with ${inputs.length} inputs (${inputs.join(', ')}), expected one.`,
    { at: at('input'), notes: ['Give the one feature that has the image files, or remove image.'] },
  );

export const labelType = (name: string, type: string, expected: readonly string[], encoding: LabelEncoding) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_LABEL',
    `The label "${name}" is ${type}, expected ${expected.join(' or ')} for labelEncoding: ${encoding}.`,
    {
      at: at('label'),
      notes: [
        type === 'float32'
          ? 'Give another feature, or set labelEncoding: number, or shares where it is the share of each class.'
          : 'Give another feature, or set labelEncoding: class.',
      ],
    },
  );

export const sharesUnequal = (name: string, least: number, most: number) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_LABEL_SHARES',
    `The label "${name}" has ${least} to ${most} values, expected the share of each class in each record.`,
    {
      at: at('label'),
      notes: [
        'Give another feature; or the names of the classes, so that records with other numbers of shares are found.',
      ],
    },
  );

export const noClassAtAll = (label: string) =>
  new ExperimentError('EXPGRAPH_TFRECORD_NO_CLASS', `No record has a class in "${label}".`, {
    at: at('label'),
    notes: ['Give another feature, or the names of the classes: classes: [first, second].'],
  });

export const labelUnknown = (flaw: Flaw, label: string, classes: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_LABEL_UNKNOWN',
    `${placeOf(flaw)}: the label ${label} is ${classes.length > 0 ? `none of the ${classes.length} classes` : 'no class'}.`,
    {
      at: at(classes.length > 0 ? 'classes' : 'label'),
      notes: [
        classes.length > 0
          ? `classes are: ${some(classes.map((name, index) => `${index} ${name}`))}. Give all of them.`
          : 'Labels of classes are texts, or integers from 0 on.',
      ],
    },
  );

export const namelessImage = (spec: string) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_NOT_AN_IMAGE',
    `The data are ${spec}, expected images: float32[batch, height, width, 3] in a range.`,
    {
      at: at('content'),
      notes: ['Set content: values, which writes the numbers as they are.'],
    },
  );

export const tooManyShards = (shards: number, examples: number) =>
  new ExperimentError(
    'EXPGRAPH_TFRECORD_SHARDS',
    `shards is ${shards}, and there are ${plural(examples, 'example')}.`,
    {
      at: at('shards'),
      notes: [`Set it to ${examples} or fewer.`],
    },
  );
