import { at, plural, some, suggest } from '@expgraph/data/wording';
import { ExperimentError, formatTensorSpec, type TensorSpec } from '@expgraph/sdk';

export const fractionsTooLarge = (sum: number) =>
  new ExperimentError(
    'EXPGRAPH_DATA_SHARES',
    `train, validation and test add up to ${Number(sum.toFixed(9))}, expected at most 1.`,
    { at: at(), notes: ['Set them to fractions of the data, for example 0.7, 0.15 and 0.15; set all three.'] },
  );

export const fractionsAreZero = () =>
  new ExperimentError('EXPGRAPH_DATA_SHARES', 'train, validation and test are all 0, expected at least one above 0.', {
    at: at(),
    notes: ['Set at least one of them, for example train: 0.7, or select examples with published.'],
  });

export const tooFewToSplit = (size: number, parts: number, what = 'example') =>
  new ExperimentError('EXPGRAPH_DATA_TOO_FEW', `Cannot split ${plural(size, what)} into ${plural(parts, 'part')}.`, {
    at: { input: 'data' },
    notes: ['Add examples, or set the fraction of a part to 0.'],
  });

export const overlapping = () =>
  new ExperimentError(
    'EXPGRAPH_DATA_OVERLAPPING',
    'The windows overlap: a random split would put timesteps of one part into another.',
    {
      at: { input: 'data' },
      notes: ['Split the series with timeseries/split, then create windows of each part.'],
    },
  );

export const publishedInTwoParts = (name: string, parts: readonly string[]) =>
  new ExperimentError('EXPGRAPH_DATA_PUBLISHED_TWICE', `published puts "${name}" into ${parts.join(' and ')}.`, {
    at: at('published', parts[1]),
    notes: ['Change the selections so that each example matches one part only.'],
  });

export const noMatch = (path: readonly string[], names: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_DATA_NOTHING_SELECTED',
    `${path.join('.')} matches none of the ${plural(names.length, 'example')}.`,
    {
      at: at(...path),
      notes: [`Their names are: ${some(names)}.`, 'Select by these names, or by their columns or classes.'],
    },
  );

export const nothingLeft = (size: number) =>
  new ExperimentError('EXPGRAPH_DATA_NOTHING_LEFT', `The filter removes all of the ${plural(size, 'example')}.`, {
    at: at(),
    notes: ['Make keep match more examples, or drop match fewer.'],
  });

export const patternInvalid = (path: readonly string[], pattern: string, reason: string) =>
  new ExperimentError('EXPGRAPH_DATA_PATTERN', `${path.join('.')} is not a valid regular expression: ${reason}.`, {
    at: at(...path),
    notes: [
      `Fix "${pattern}"; for example, "^train/" matches names that begin with "train/".`,
      ...(reason.includes('escape')
        ? ['Remove "\\" before characters without a special meaning: "-", not "\\-".']
        : []),
    ],
  });

export const patternWithoutGroup = (pattern: string) =>
  new ExperimentError('EXPGRAPH_DATA_PATTERN', `groupBy.names, "${pattern}", has no capturing group.`, {
    at: at('groupBy', 'names'),
    notes: ['Put the part of the name that is the group in parentheses, for example "^([^/]+)/".'],
  });

export const withoutGroup = (path: readonly string[], name: string) =>
  new ExperimentError(
    'EXPGRAPH_DATA_GROUP',
    `${path.join('.')} does not match "${name}", so this example has no group.`,
    {
      at: at(...path),
      notes: ['Every example must have a group: set a pattern that matches each name, or a column.'],
    },
  );

export const oneOf = (path: readonly string[], first: string, second: string) =>
  new ExperimentError('EXPGRAPH_DATA_ONE_OF', `Expected one of ${first} and ${second}.`, {
    at: at(...path),
    notes: [`Set ${first} or ${second}.`],
  });

export const valuesAndColumn = (path: readonly string[]) =>
  new ExperimentError('EXPGRAPH_DATA_COLUMN', 'column and values must be set together, and one of them is missing.', {
    at: at(...path),
    notes: ['Set both, for example column: part and values: [train].'],
  });

export const columnUnknown = (path: readonly string[], column: string) =>
  new ExperimentError('EXPGRAPH_DATA_COLUMN', `The dataset has no column "${column}".`, {
    at: at(...path),
    notes: ['Add it to keepColumns of load/images. After concat, all inputs must have the column.'],
  });

export const classUnknown = (path: readonly string[], name: string, classes: readonly string[]) => {
  const near = suggest(name, classes);
  return new ExperimentError(
    'EXPGRAPH_DATA_CLASS',
    `The dataset has no class "${name}".${near ? ` Did you mean "${near}"?` : ''}`,
    { at: at(...path), notes: [`Its classes are: ${some(classes, 10) || 'none'}.`] },
  );
};

export const noClassLabels = (what: string) =>
  new ExperimentError('EXPGRAPH_DATA_NO_CLASSES', `${what} needs class labels, and the dataset has none.`, {
    at: { input: 'data' },
    notes: ['Connect a dataset whose labels are classes, one or several per example.'],
  });

export const takeTooMany = (size: number, skip: number) =>
  new ExperimentError('EXPGRAPH_DATA_TAKE', `skip is ${skip}, and the dataset has ${plural(size, 'example')}.`, {
    at: at('skip'),
    notes: [`Set skip to less than ${size}.`],
  });

export const fewerThanCount = (count: number, left: number, skip: number) =>
  `count is ${count}, and the dataset has ${plural(left, 'example')}${skip > 0 ? ` after the first ${skip}` : ''}: all of them are used.`;

export const tooFewForStreams = (size: number, count: number) =>
  new ExperimentError(
    'EXPGRAPH_DATA_STREAMS',
    `Cannot split ${plural(size, 'example')} into ${plural(count, 'stream')}.`,
    {
      at: at('count'),
      notes: [`Set count to ${size} or less, or add examples.`],
    },
  );

export const leftOutOfStreams = (left: number, size: number, count: number) =>
  `Dropped the last ${left} of ${plural(size, 'example')}: ${plural(count, 'stream')} must have the same length.`;

export const featuresDiffer = (input: string, found: TensorSpec, expected: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_DATA_FEATURES',
    `The features of "${input}" are ${formatTensorSpec(found)}, those of "first" are ${formatTensorSpec(expected)}.`,
    { at: { input }, notes: ['Load both with the same size and range.'] },
  );

export const labelsDiffer = (input: string) =>
  new ExperimentError('EXPGRAPH_DATA_LABELS', `The labels of "${input}" have another encoding than those of "first".`, {
    at: { input },
    notes: ['Connect datasets whose labels are all classes, or all numbers.'],
  });

export const classesDiffer = (input: string, found: readonly string[], expected: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_DATA_CLASSES',
    `The classes of "${input}" are ${some(found, 5)}, those of "first" are ${some(expected, 5)}.`,
    { at: { input }, notes: ['Fix the names of the classes, or set classes: union to use those of all datasets.'] },
  );

export const cacheTooLarge = (megabytes: number, limit: number) =>
  new ExperimentError(
    'EXPGRAPH_DATA_CACHE_TOO_LARGE',
    `The cache needs ${megabytes} MB, and maxMegabytes is ${limit}.`,
    { at: at('maxMegabytes'), notes: [`Set maxMegabytes to ${megabytes} or more, or make the dataset smaller.`] },
  );

export const textsNotCached = () =>
  new ExperimentError('EXPGRAPH_DATA_CACHE_TEXTS', 'The features of "data" are texts, expected numbers.', {
    at: { input: 'data' },
    notes: ['Move the cache after the node that encodes the texts, for example pad.'],
  });

export const oneVariantCached = () =>
  'The dataset differs in each epoch, and only the first variant of each example is cached. Set variants to cache more.';

export const ambiguousName = (option: readonly string[], place: string, name: string, names: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_DATA_NAME_AMBIGUOUS',
    `${place}: "${name}" matches ${plural(names.length, 'example')}: ${some(names)}.`,
    { at: at(...option), notes: ['Write the full name of the example in the list.'] },
  );

export const filterSummary = (size: number, kept: number, notKept: number, dropped: number) =>
  `Kept ${kept} of ${plural(size, 'example')}; dropped ${[
    ...(notKept > 0 ? [`${notKept} that keep does not match`] : []),
    ...(dropped > 0 ? [`${dropped} that drop matches`] : []),
  ].join(' and ')}.`;

export const taken = (count: number, size: number, skip: number) =>
  `Using ${count} of ${plural(size, 'example')}${skip > 0 ? `, after the first ${skip}` : ''}.`;

export const inNoPart = (count: number, size: number, why: string) =>
  `${count} of ${plural(size, 'example')} ${count === 1 ? 'is' : 'are'} in no part: ${why}.`;

export const namesUnknown = (list: string, unknown: readonly string[], all: number) =>
  `${unknown.length} of ${all} names in "${list}" are not in the dataset: ${some(unknown)}.`;
